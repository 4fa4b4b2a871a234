# expect: stopped NotAvailable
import contextvars


async def main():
    "use workflow"
    return contextvars.copy_context()
