# expect: stopped NotOffered
import uuid


async def main():
    "use workflow"
    return uuid.getnode()
