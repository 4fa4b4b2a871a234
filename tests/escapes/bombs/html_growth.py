# expect: stopped
async def main():
    "use workflow"
    import html
    s = '&'
    while True: s = html.escape(s)
