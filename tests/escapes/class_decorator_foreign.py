# expect: stopped Refused
from dataclasses import dataclass
from decimal import Decimal


async def main():
    "use workflow"
    return dataclass(Decimal)
