# expect: harmless ContinueRun
from vm import continue_as_new, create_task
async def main():
    "use workflow"
    kept = []
    async def other():
        try: continue_as_new()
        except BaseException as error: kept.append(error)
    await create_task(other())
    raise kept[0]
