# expect: stopped
from vm import create_task
async def main():
    "use workflow"
    async def f(): await sleep('1h')
    kept = []
    while True: kept.append(create_task(f()))
