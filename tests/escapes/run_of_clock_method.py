# expect: stopped AttributeError
from datetime import datetime


async def main():
    "use workflow"
    return datetime(2020, 1, 1).strftime.args[0].kernel
