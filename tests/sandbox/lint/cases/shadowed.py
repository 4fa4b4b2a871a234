# Names that mean something else here than at module level say nothing.
from vm import sleep


async def main(charge, xs):
    "use workflow"
    charge(1)
    sleep = print
    sleep("1h")
    [gather(1) for gather in xs]
    with open_it() as charge:
        charge(1)

    def local():
        def charge(x):
            return x

        charge(1)

    local()
    return [take(1) for take in xs]


class Charge:
    def sleep(self):
        return 1

    def charge(self):
        sleep(1)  #! unawaited
        return charge(1)


def open_it():
    return Charge()


def charge(x):
    "use step"
    return x


if (take := charge) is None:
    from elsewhere import take
