import asyncio
import asyncio as aio
import trio
import vm
from vm import create_task, gather, race, sleep as nap, use_step


async def main(xs, unknown):
    "use workflow"
    charge(1)  #! unawaited
    await charge(1)
    nap("1h")  #! unawaited
    sleep("1h")  #! unawaited
    vm.sleep("1h")  #! unawaited
    trio.sleep(1)  #! unawaited
    asyncio.sleep(1)  #! unawaited
    aio.wait_for(charge(1), 5)  #! unawaited
    use_step("charge")(1)  #! unawaited
    helper()  #! unawaited
    gather(charge(1), charge(2))  #! unawaited
    race(charge(1), nap("1s"))  #! unawaited
    create_task(charge(1))
    asyncio.create_task(charge(1))
    await gather(charge(1), *(charge(x) for x in xs))
    unknown(1)
    unknown.charge(1)
    numbers()
    plain()

    dropped = charge(1)  #! unawaited
    kept = charge(1)
    await kept
    inner = charge(2)

    async def later():
        return await inner

    await later()
    later()  #! unawaited
    first, second = charge(1), charge(2)
    await gather(first, second)
    table = {"a": charge(1)}
    calls = [charge(x) for x in xs]
    await gather(*calls, table["a"])

    if charge(1):  #! unawaited
        pass
    while not charge(1):  #! unawaited
        break
    found = charge(1) and 2  #! unawaited
    found = charge(1) == 2  #! unawaited
    found = charge(1) + 2  #! unawaited
    found = charge(1)["id"]  #! unawaited
    found = charge(1).id  #! unawaited
    found = f"{charge(1)}"  #! unawaited
    found = 1 if charge(1) else 2  #! unawaited
    found = [x for x in charge(1)]  #! unawaited
    found = xs[charge(1)]
    assert charge(1)  #! unawaited
    for x in charge(1):  #! unawaited
        pass
    print(charge(1))  #! unawaited
    print(len(charge(1)), await charge(1))  #! unawaited
    unknown(charge(1))
    asyncio.gather(charge(1)).add_done_callback(print)
    if await charge(1):
        return found
    return charge(1)  #! unawaited


async def helper():
    charge(1)  #! unawaited
    return charge(1)


async def numbers():
    yield 1


def plain():
    return charge(1)


def charge(x):
    "use step"
    helper()
    return x


async def for_scripts():
    charge(1)
    helper()
