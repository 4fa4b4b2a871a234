# expect: stopped
import urllib.parse
async def main():
    "use workflow"
    x = "a=1&" * 500_000
    while True: urllib.parse.parse_qs(x)
