# expect: stopped AccessRefused
import trio
async def main():
    "use workflow"
    type(trio.Event().statistics()).x = 1
