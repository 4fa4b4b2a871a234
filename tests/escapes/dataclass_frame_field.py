# expect: stopped Refused
from dataclasses import dataclass


async def main():
    "use workflow"
    return dataclass(type(1))
