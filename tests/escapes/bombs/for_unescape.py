# expect: stopped
import html
async def main():
    "use workflow"
    t = "&amp;" * 500_000
    for _ in range(60_000): html.unescape(t)
