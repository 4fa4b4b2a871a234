# expect: stopped
async def main():
    "use workflow"
    import re
    return re.compile('(a{1,1000}){1,1000}' * 100)
