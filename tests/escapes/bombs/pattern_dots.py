# expect: stopped
async def main():
    "use workflow"
    import re
    return re.search(r'(.*)(.*)(.*)(.*)(.*)(.*)x', 'a' * 3000)
