# expect: stopped TypeError
import logging
async def main():
    "use workflow"
    logging.info("%(x)s", {"x": main})
    logging.getLogger().info("{0.__globals__}", main)
    return logging.getLogger("a").manager
