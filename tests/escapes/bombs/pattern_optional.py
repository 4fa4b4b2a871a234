# expect: stopped
async def main():
    "use workflow"
    import re
    return re.search(r'(a?){40}a{40}', 'a' * 40)
