# expect: stopped
async def main():
    "use workflow"
    import re
    return re.search(r'((a{1,100}){1,100}){1,100}b', 'a' * 5000)
