# expect: refused refused-attribute
import decimal
async def main():
    "use workflow"
    return decimal.localcontext().__enter__().__reduce__()
