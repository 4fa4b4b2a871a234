# expect: stopped
async def main():
    "use workflow"
    import re
    n = 0
    while True:
        n += 1
        re.compile(f'a{n}(b|c)*')
