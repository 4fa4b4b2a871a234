# expect: harmless "<class 'function'>"
import json
async def main():
    "use workflow"
    return json.loads('{"format": "{0.__class__}"}', object_pairs_hook=lambda p: getattr(*p[0][::-1])(main))
