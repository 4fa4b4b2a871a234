# expect: stopped NotAvailable
import httpx


async def main():
    "use workflow"
    return list(httpx)
