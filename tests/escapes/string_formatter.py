# expect: stopped NotOffered
import string


async def main():
    "use workflow"
    return string.Formatter().format('{0.__class__}', 1)
