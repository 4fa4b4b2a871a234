# expect: stopped AccessRefused
import logging
async def main():
    "use workflow"
    logging.getLogger("vm").disabled = True
