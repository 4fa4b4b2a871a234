# expect: stopped AccessRefused
import logging


async def main():
    "use workflow"
    return logging.getLogger()._run
