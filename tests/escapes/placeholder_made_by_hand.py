# expect: stopped
import httpx
class Gate: depth = 1


async def main():
    "use workflow"
    return type(httpx)("x", Gate()).anything
