# expect: harmless None
async def main():
    "use workflow"
    from vm.core.signals import Closed
