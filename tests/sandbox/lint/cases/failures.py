import vm


async def main(xs):
    "use workflow"
    try:
        await charge()
    except:  #! swallowed-failure
        pass
    try:
        await charge()
    except BaseException as error:  #! swallowed-failure
        print(error)

        def never():
            raise error
    try:
        await charge()
    except (ValueError, BaseException):  #! swallowed-failure
        pass
    try:
        await charge()
    except BaseException:
        await charge()
        raise
    try:
        await charge()
    except:
        if xs:
            raise RuntimeError("x")
    try:
        await charge()
    except Exception:
        pass
    failure = None
    try:
        await charge()
    except BaseException as error:
        failure = error
    try:
        await charge()
    except BaseException as error:
        xs.append(error)
    try:
        await charge()
    except BaseException as error:  #! swallowed-failure
        print(str(error), error.args)
    return helper, failure


def helper(xs):
    while True:  #! endless-loop
        xs.append(1)
    while 1:  #! endless-loop
        for x in xs:
            break

        def inner():
            return 1


def ending(xs):
    while True:
        break
    while True:
        if xs:
            break
        for x in xs:
            while True:
                if x:
                    return x
    while True:
        for x in xs:
            raise ValueError
    while True:
        assert xs
    iterator = iter(xs)
    while True:
        next(iterator)
    while True:
        vm.continue_as_new(xs)
    try:
        while True:
            xs.pop()
    except IndexError:
        pass
    with xs:
        while True:
            xs.pop()
    while xs:
        xs.pop()
    while False:
        pass


async def waiting(xs):
    ending(xs)
    while True:
        await sleep("1s")


async def starts(xs):
    "use workflow"
    await waiting(xs)


def never(xs):
    while True:
        pass


def charge():
    "use step"
    try:
        return 1
    except:
        pass
