# expect: stopped NotOffered
import logging


async def main():
    "use workflow"
    return logging.os
