# expect: stopped NotAvailable
from os import system


async def main():
    "use workflow"
    return system('true')
