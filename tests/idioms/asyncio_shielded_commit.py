import asyncio


async def commit(log):
    log.append("begin")
    await asyncio.sleep(2)
    log.append("commit")
    return "done"


async def save(log, committing):
    try:
        return await asyncio.shield(committing)
    except asyncio.CancelledError as error:
        log.append(("cancelled", *error.args))
        return await committing


async def main():
    "use workflow"
    log = []
    committing = asyncio.create_task(commit(log))
    saving = asyncio.create_task(save(log, committing))
    await asyncio.sleep(1)
    saving.cancel("shutting down")
    log.append(await saving)
    return log, committing.cancelled(), saving.cancelling()
