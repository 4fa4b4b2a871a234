# expect: stopped AccessRefused
from contextlib import ExitStack


async def main():
    "use workflow"
    def look(kind, error, trace): return "{0.tb_frame.f_globals}".format(trace)
    with ExitStack() as stack:
        stack.push(look)
        raise ValueError("x")
