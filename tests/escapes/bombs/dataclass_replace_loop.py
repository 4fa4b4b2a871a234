# expect: stopped
from dataclasses import dataclass, replace
@dataclass
class D:
    a: list
async def main():
    "use workflow"
    while True: replace(D([1]), a=[2] * 1000)
