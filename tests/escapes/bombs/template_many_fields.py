# expect: stopped
from string import Template
async def main():
    "use workflow"
    return len(Template("$a" * 100_000).substitute(a="x" * 10_000))
