# expect: stopped
async def main():
    "use workflow"
    import textwrap
    s = 'a ' * 1_000_000
    while True: textwrap.wrap(s, 1)
