# expect: stopped NotAvailable
import threading


async def main():
    "use workflow"
    return threading.enumerate()
