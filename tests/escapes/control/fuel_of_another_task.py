# expect: stopped vm//FuelExhausted
from vm import RunCancelled, create_task
async def main():
    "use workflow"
    async def other():
        while True: pass
    task = create_task(other())
    try: await task
    except BaseException: return 'forged'
