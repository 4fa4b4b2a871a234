import asyncio
from datetime import timedelta
from vm import RetryableError, timeout
import vm.errors


async def main(seconds):
    "use workflow"
    await sleep("5m")
    await sleep("5 minutes")  #! duration-literal
    await sleep(-1)  #! duration-literal
    await sleep(duration="soon")  #! duration-literal
    await sleep(5, 6)
    await sleep(0.5)
    await sleep(seconds)
    await sleep(f"{seconds}m")
    await sleep(timedelta(days=1))
    await sleep([1])  #! duration-literal
    await asyncio.sleep(-1)
    async with timeout("1x"):  #! duration-literal
        pass
    async with timeout("1d12h"):
        pass
    seconds.sleep("5 minutes")


def charge():
    "use step"
    if charge:
        raise RetryableError("soon", retry_after="soon")  #! duration-literal
    if main:
        raise vm.errors.RetryableError("soon", retry_after="1 hour")  #! duration-literal
    raise RetryableError("5 minutes", retry_after=None)
