# expect: harmless False
import decimal


async def main():
    "use workflow"
    decimal.DecimalTuple._field_defaults["note"] = 1
    return ("note" in decimal.DecimalTuple._field_defaults)
