import trio


async def serve(name, log, *, task_status=trio.TASK_STATUS_IGNORED):
    await trio.sleep(1)
    ready = trio.Event()
    task_status.started(ready)
    await ready.wait()
    log.append(f"{name} stops")


async def broken(*, task_status):
    raise OSError("port in use")


async def main():
    "use workflow"
    log, limiter = [], trio.CapacityLimiter(1)
    async with trio.open_nursery() as nursery:
        events = [await nursery.start(serve, name, log) for name in ("web", "mail")]
        try:
            await nursery.start(broken)
        except OSError as error:
            log.append(str(error))
        async with limiter:
            log.append((limiter.borrowed_tokens, limiter.available_tokens))
        for event in reversed(events):
            event.set()
            await trio.sleep(1)
    return log, round(trio.current_time()) >= 4
