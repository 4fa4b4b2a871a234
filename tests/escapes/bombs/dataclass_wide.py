# expect: stopped
async def main():
    "use workflow"
    from dataclasses import make_dataclass
    while True: make_dataclass('A', [f'a{i}' for i in range(3_000)])
