# expect: stopped FuelExhausted
import json
def forever(o):
    while True: pass
async def main():
    "use workflow"
    try: json.dumps(main, default=forever)
    except Exception: return "swallowed"
