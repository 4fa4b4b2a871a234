# expect: stopped NotAvailable
from dataclasses import make_dataclass


async def main():
    "use workflow"
    return make_dataclass("C", ["gi_frame"])
