# expect: stopped AccessRefused
import fractions


async def main():
    "use workflow"
    return fractions._RATIONAL_FORMAT
