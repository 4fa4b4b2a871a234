# expect: stopped NotOffered
import time


async def main():
    "use workflow"
    time.sleep(1)
