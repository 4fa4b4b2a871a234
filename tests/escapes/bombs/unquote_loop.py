# expect: stopped
async def main():
    "use workflow"
    from urllib.parse import unquote
    s = '%41' * 1_000_000
    while True: unquote(s)
