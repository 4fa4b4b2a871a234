# expect: harmless CancelRun
# then: cancel
from vm import RunCancelled, create_task
async def main():
    "use workflow"
    for _ in range(3):
        try: await sleep('1h')
        except RunCancelled: return 'forged'
