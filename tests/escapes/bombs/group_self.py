# expect: stopped
async def main():
    "use workflow"
    a = ValueError(1)
    g = ExceptionGroup("g", [a])
    a.__cause__ = g
    raise g
