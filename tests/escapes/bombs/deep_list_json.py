# expect: stopped
async def main():
    "use workflow"
    import json
    return json.loads('[' * 500_000)
