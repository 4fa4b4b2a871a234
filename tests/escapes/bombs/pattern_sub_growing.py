# expect: stopped
async def main():
    "use workflow"
    import re
    s = 'a'
    while True: s = re.sub('a', 'aa', s)
