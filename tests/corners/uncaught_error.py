"""An error that leaves the run makes the same bytes."""


class Order:
    __slots__ = ("total",)


async def main():
    "use workflow"
    try:
        Order().totals = 1
    except AttributeError as error:
        raise ValueError("cannot") from error
