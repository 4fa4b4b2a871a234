# expect: stopped
async def main():
    "use workflow"
    from vm.core.signals import Closed
    raise Closed
