# expect: refused refused-attribute
import json
async def main():
    "use workflow"
    return json.dumps(main, default=lambda o: o.__reduce__())
