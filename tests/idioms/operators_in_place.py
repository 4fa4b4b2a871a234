import operator
import urllib.parse


class Shelf:
    def __init__(self):
        self.items = []

    def __ilshift__(self, item):
        self.items.append(item)
        return self

    def __imod__(self, item):
        self.items.remove(item)
        return self

    def __ipow__(self, count):
        self.items = [item for item in self.items for _ in range(count)]
        return self


def attempt(function, *given):
    try:
        return function(*given)
    except TypeError as error:
        return str(error)


async def main():
    "use workflow"
    shelf = Shelf()
    same = operator.ilshift(operator.ilshift(shelf, "a"), "b") is shelf
    operator.imod(shelf, "a")
    operator.ipow(shelf, 2)
    numbers = [operator.ilshift(3, 2), operator.imod(7, 4), operator.imod("%d!", 5), operator.ipow(2, 5)]
    mixed = attempt(urllib.parse.urlunsplit, ("http", b"host", "/", "", ""))
    return [same, shelf.items, numbers, mixed, urllib.parse.urlunsplit((b"http", b"host", b"/", b"", b""))]
