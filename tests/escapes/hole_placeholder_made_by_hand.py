# expect: stopped
# hole: type(placeholder) can be called with a gate of the author's that is always open
import httpx
class Gate: depth = 1


async def main():
    "use workflow"
    return type(httpx)("x", Gate()).anything
