# expect: stopped NotAvailable
from vm.host import engine


async def main():
    "use workflow"
    return engine.Engine
