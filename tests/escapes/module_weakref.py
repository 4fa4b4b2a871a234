# expect: stopped NotAvailable
import weakref


async def main():
    "use workflow"
    return weakref.ref(int)
