# expect: refused refused-attribute
import trio
async def main():
    "use workflow"
    return trio.Event().statistics()._replace.__globals__
