# expect: stopped LookupError
async def main():
    "use workflow"
    return "x".encode("antigravity")
