# expect: stopped TooLarge
import decimal


async def main():
    "use workflow"
    decimal.Context(prec=10**9)
