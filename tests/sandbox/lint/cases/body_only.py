import asyncio
import vm
from vm import gather, log, now, sleep as nap


async def main():
    "use workflow"
    await nap("1s")
    await gather(charge(), nap("1s"))
    log("x", now())
    both()
    return await charge()


async def charge():
    "use step"
    await nap("1s")  #! body-only
    await sleep("1s")  #! body-only
    await vm.gather()  #! body-only
    await asyncio.sleep(1)
    await use_step("x")()  #! body-only
    both()
    deep()
    return vm.RetryableError("x"), vm.get_step_metadata()


def both():
    log("x")  #! body-only


def deep():
    return deeper


def deeper():
    return now()  #! body-only


def never():
    return now()
