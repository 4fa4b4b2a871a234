"""From 3.13 on the compiler takes the indentation out of docstrings; -OO takes them away; the library's differ."""


class Documented:
    """First line.

        Deeper.
    Last.
      """

    def method(self):
        """	Tabs
        	and spaces"""


def function():
    """
    One.
      Two.
    """


async def coroutine():
    """ Leading blank.
      Second."""


def plain():
    "not a docstring".upper()


async def main():
    "use workflow"
    return [repr(one.__doc__) for one in (Documented, Documented.method, function, coroutine, plain, len, str, dict.get, Documented(), lambda: 1)] + [repr(__doc__)]
