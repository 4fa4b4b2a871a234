# expect: stopped NotOffered
import datetime


async def main():
    "use workflow"
    return datetime.sys
