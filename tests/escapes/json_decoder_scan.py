# expect: refused refused-attribute
import json
async def main():
    "use workflow"
    return json.JSONDecoder().scan_once.__self__
