# expect: refused refused-name
async def main():
    "use workflow"
    match {}:
        case {**__builtins__}: return 1
