# expect: stopped Refused
import logging


async def main():
    "use workflow"
    return type(logging.getLogger())(None, "x")
