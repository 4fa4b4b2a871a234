# expect: stopped NotOffered
import dataclasses


async def main():
    "use workflow"
    return dataclasses.inspect
