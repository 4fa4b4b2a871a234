# expect: stopped NotAvailable
async def main():
    "use workflow"
    import contextvars
    return contextvars.copy_context()
