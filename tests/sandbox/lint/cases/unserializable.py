from vm import use_step


class Kind:
    pass


async def main(xs, function):
    "use workflow"

    def local():
        return 1

    await charge(lambda: 1)  #! unserializable
    await charge(x for x in xs)  #! unserializable
    await charge(x=local)  #! unserializable
    await charge(plain)  #! unserializable
    await charge(charge)  #! unserializable
    await charge(Kind)  #! unserializable
    await use_step("charge")(plain)  #! unserializable
    await charge(function)
    await charge(plain())
    await charge([x for x in xs])
    await charge(Kind())
    sorted(xs, key=lambda x: x)


def plain():
    return 1


def charge(x):
    "use step"
    return x
