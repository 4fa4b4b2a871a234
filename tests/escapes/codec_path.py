# expect: stopped LookupError
async def main():
    "use workflow"
    return b"x".decode("../../x")
