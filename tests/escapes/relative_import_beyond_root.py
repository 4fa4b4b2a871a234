# expect: stopped NotAvailable
async def main():
    "use workflow"
    from ... import os
    return os.getcwd()
