# expect: stopped
async def main():
    "use workflow"
    from urllib.parse import quote
    s = '%'
    while True: s = quote(s)
