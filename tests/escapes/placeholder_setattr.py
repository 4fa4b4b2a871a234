# expect: stopped NotAvailable
import httpx


async def main():
    "use workflow"
    httpx.x = 1
