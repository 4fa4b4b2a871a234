# expect: stopped AccessRefused
from contextlib import ExitStack
async def main():
    "use workflow"
    s = ExitStack()
    s.callback(print)
    return s._exit_callbacks
