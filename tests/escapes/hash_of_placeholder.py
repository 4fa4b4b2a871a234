# expect: stopped
import httpx


async def main():
    "use workflow"
    return hash(httpx)
