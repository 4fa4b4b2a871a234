# expect: stopped
async def main():
    "use workflow"
    kept = []
    while True:
        class B: x = [0] * 1000
        kept.append(B)
