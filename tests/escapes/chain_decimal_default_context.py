# expect: stopped NotOffered
import decimal


async def main():
    "use workflow"
    return decimal.DefaultContext
