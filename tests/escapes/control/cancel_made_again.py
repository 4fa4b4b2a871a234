# expect: harmless CancelRun
# then: cancel
from vm import RunCancelled, create_task
async def main():
    "use workflow"
    try: await sleep('1h')
    except RunCancelled as error: signal = error
    raise type(signal)('forged')
