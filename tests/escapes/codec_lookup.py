# expect: stopped LookupError
async def main():
    "use workflow"
    return "x".encode("rot13"), b"x".decode("unicode_escape"), "x".encode("idna")
