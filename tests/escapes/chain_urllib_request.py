# expect: stopped NotOffered
import urllib.request


async def main():
    "use workflow"
    return urllib.request.urlopen
