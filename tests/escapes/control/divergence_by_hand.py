# expect: stopped
async def main():
    "use workflow"
    from vm.errors import ReplayDiverged
    raise ReplayDiverged
