# expect: stopped
import urllib.parse
async def main():
    "use workflow"
    while True: urllib.parse.quote("é" * 100_000)
