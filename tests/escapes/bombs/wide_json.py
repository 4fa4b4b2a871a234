# expect: stopped
async def main():
    "use workflow"
    import json
    s = '[' + '1,' * 2_000_000 + '1]'
    while True: json.loads(s)
