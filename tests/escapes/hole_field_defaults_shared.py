# expect: stopped
# hole: _field_defaults of the host's named tuples is a dict that all runs share
import decimal


async def main():
    "use workflow"
    decimal.DecimalTuple._field_defaults["note"] = 1
    return "written to what all runs share"
