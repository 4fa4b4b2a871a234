import asyncio
from vm import gather, race


async def main(xs):
    "use workflow"
    await gather([charge(1), charge(2)])  #! gather-list
    await gather(charge(x) for x in xs)  #! gather-list
    await race((charge(1),))  #! gather-list
    await asyncio.gather([charge(x) for x in xs])  #! gather-list
    await gather(*[charge(x) for x in xs])
    await gather(charge(1))
    await gather(xs)
    await gather([], [])
    await asyncio.wait([charge(1)])


def charge(x):
    "use step"
    return x
