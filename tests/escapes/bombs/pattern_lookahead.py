# expect: stopped
async def main():
    "use workflow"
    import re
    return re.search(r'(?=(a+)+$)a', 'a' * 40 + 'b')
