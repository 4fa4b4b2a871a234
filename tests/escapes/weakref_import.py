# expect: stopped NotAvailable
async def main():
    "use workflow"
    import weakref
    return weakref.ref(main)
