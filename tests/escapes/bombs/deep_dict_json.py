# expect: stopped
async def main():
    "use workflow"
    import json
    return json.loads('{"a":' * 500_000)
