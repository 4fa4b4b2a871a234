# expect: stopped
async def main():
    "use workflow"
    from fractions import Fraction
    return Fraction('1e100000000')
