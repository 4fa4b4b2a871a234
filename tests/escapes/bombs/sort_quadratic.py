# expect: stopped
async def main():
    "use workflow"
    class K:
        def __lt__(self, other):
            while True: pass
    return sorted([K(), K()])
