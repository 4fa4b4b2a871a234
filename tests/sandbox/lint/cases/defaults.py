from vm import step


async def main(xs=[], options={}, *, names=set(), good=(), none=None):  #! mutable-default mutable-default mutable-default
    "use workflow"
    return await charge(xs)


@step
def charge(xs=list()):  #! mutable-default
    return xs


def changes(x, memo={}, *, log=[]):  #! mutable-default
    memo[x] = 1
    return log


def rebinds(memo={}):
    memo = dict(memo)
    memo["x"] = 1
    return memo


def keeps(xs=[1, 2]):
    return [*xs, 3]


append = lambda x, to=[]: to.append(x)  #! mutable-default
