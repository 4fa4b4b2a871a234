# expect: stopped AttributeError
import logging
async def main():
    "use workflow"
    return logging.getLogger("a.b").parent.handlers
