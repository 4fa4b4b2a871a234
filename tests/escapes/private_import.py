# expect: stopped AccessRefused
from random import _os


async def main():
    "use workflow"
    return _os.environ
