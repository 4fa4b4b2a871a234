# expect: harmless CancelRun
# then: cancel
from vm import RunCancelled, create_task
async def main():
    "use workflow"
    try: await sleep('1h')
    finally: raise ValueError('forged')
