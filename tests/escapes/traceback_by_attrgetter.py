# expect: stopped AccessRefused
from operator import attrgetter


async def main():
    "use workflow"
    try: 1 / 0
    except ZeroDivisionError as e: return attrgetter("__traceback__.tb_frame")(e)
