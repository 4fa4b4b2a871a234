# expect: stopped
async def main():
    "use workflow"
    import re
    s = 'a' * 9_000_000
    while True: re.search('b', s)
