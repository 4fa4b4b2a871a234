# expect: stopped AccessRefused
async def main():
    "use workflow"
    t = b"{0.__globals__}".decode()
    return t.format(main)
