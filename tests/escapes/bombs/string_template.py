# expect: stopped
async def main():
    "use workflow"
    from string import Template
    return Template('$a' * 1_000_000).substitute(a='x' * 1_000_000)
