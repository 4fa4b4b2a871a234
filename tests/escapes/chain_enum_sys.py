# expect: stopped NotOffered
import enum


async def main():
    "use workflow"
    return enum.sys
