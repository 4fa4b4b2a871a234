# expect: stopped
import logging
async def main():
    "use workflow"
    x = ()
    for _ in range(60): x = (x, x)
    logging.warning("%s", x)
