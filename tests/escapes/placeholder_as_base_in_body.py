# expect: stopped NotAvailable
import httpx


async def main():
    "use workflow"
    class C(httpx.Client): pass
