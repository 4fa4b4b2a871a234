# expect: stopped
from vm import step
@step
def s(x): return 1
async def main():
    "use workflow"
    x = []
    for _ in range(100_000): x = [x]
    return await s(x)
