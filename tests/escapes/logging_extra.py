# expect: stopped AccessRefused
import logging
async def main():
    "use workflow"
    logging.getLogger("a").info("x", extra={"__class__": 1})
    return logging.getLogger("a").__dict__
