# expect: stopped NotOffered
import logging
class L(logging.Logger): pass
async def main():
    "use workflow"
    logging.setLoggerClass(L)
