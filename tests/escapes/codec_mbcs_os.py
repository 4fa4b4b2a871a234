# expect: stopped LookupError
async def main():
    "use workflow"
    return b"x".decode("utf-8", "namereplace"), str(b"x", "mbcs")
