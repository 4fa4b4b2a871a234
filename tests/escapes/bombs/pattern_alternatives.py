# expect: stopped
async def main():
    "use workflow"
    import re
    return re.search(r'(a|a)*c', 'a' * 40)
