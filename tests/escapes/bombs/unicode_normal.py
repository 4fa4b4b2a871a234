# expect: stopped
async def main():
    "use workflow"
    import unicodedata
    s = '\ufdfa' * 500_000
    while True: unicodedata.normalize('NFKD', s)
