# expect: stopped NotAvailable
import os


async def main():
    "use workflow"
    return os.system('true')
