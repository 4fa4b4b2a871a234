# expect: stopped AccessRefused
import string


async def main():
    "use workflow"
    return string._re
