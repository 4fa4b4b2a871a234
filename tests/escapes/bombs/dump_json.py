# expect: stopped
async def main():
    "use workflow"
    import json
    xs = [0] * 1_000_000
    while True: json.dumps(xs)
