import logging
logger = logging.getLogger("shop")


async def main():
    "use workflow"
    logger.setLevel(logging.ERROR)
    return logger.name, logger.isEnabledFor(logging.INFO), logging.WARNING
