# expect: refused refused-attribute
import time


async def main():
    "use workflow"
    return time.gmtime().__reduce__()
