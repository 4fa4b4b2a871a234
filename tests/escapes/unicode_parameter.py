# expect: refused refused-name
def f(__ｂuiltins__): pass


async def main():
    "use workflow"
    return f
