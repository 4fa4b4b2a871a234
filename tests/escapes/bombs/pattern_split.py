# expect: stopped
async def main():
    "use workflow"
    import re
    s = 'a,' * 1_000_000
    while True: re.split(',', s)
