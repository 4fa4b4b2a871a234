# expect: stopped NotAvailable
import importlib


async def main():
    "use workflow"
    return importlib.import_module("os")
