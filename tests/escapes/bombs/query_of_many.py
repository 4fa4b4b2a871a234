# expect: stopped
async def main():
    "use workflow"
    from urllib.parse import parse_qs
    s = 'a=1&' * 500_000
    while True: parse_qs(s)
