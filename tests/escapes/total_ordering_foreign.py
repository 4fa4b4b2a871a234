# expect: stopped Refused
import functools
async def main():
    "use workflow"
    functools.total_ordering(dict)
