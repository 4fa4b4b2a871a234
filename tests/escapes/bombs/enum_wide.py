# expect: stopped
async def main():
    "use workflow"
    from enum import Enum
    while True: Enum('A', [f'a{i}' for i in range(3_000)])
