# expect: harmless CancelRun
# then: cancel
from vm import RunCancelled, create_task
async def main():
    "use workflow"
    kept = []
    try: await sleep('1h')
    except RunCancelled as error: kept.append(error)
    async def other(): raise kept[0]
    await create_task(other())
