# expect: refused refused-name
async def main():
    "use workflow"
    for __builtins__ in [1]: pass
