# expect: stopped UnicodeEncodeError
async def main():
    "use workflow"
    return "\ud800".encode("utf-8", "surrogateescape"), "\ud800".encode("ascii", "xmlcharrefreplace")
