# expect: stopped
import html
async def main():
    "use workflow"
    x = "&amp;" * 500_000
    while True: html.unescape(x)
