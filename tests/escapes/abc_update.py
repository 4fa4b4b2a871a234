# expect: stopped NotOffered
import abc


async def main():
    "use workflow"
    return abc.update_abstractmethods
