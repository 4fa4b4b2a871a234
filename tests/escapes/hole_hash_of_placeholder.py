# expect: stopped
# hole: hash(x) trusts a __hash__ written in Python to be the author's: a placeholder's is its address
import httpx


async def main():
    "use workflow"
    return hash(httpx)
