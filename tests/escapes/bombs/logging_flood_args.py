# expect: stopped
import logging
async def main():
    "use workflow"
    while True: logging.warning("%s" * 100, *["x" * 10_000] * 100)
