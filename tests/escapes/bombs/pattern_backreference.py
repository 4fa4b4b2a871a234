# expect: stopped
async def main():
    "use workflow"
    import re
    return re.search(r'(a*)*\\1b', 'a' * 40)
