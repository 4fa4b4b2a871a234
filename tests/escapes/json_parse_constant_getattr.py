# expect: refused refused-attribute
import json
async def main():
    "use workflow"
    return json.loads('NaN', parse_constant=main.__getattribute__)
