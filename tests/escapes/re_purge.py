# expect: stopped NotOffered
import re


async def main():
    "use workflow"
    re.purge()
