# expect: stopped
from contextlib import ExitStack
async def main():
    "use workflow"
    with ExitStack() as s:
        while True: s.callback(print)
