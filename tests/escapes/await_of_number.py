# expect: stopped TypeError
async def main():
    "use workflow"
    await 1
