# expect: refused refused-pattern
async def main():
    "use workflow"
    match main:
        case object(__𝐜𝐨𝐝𝐞__=c): return c
