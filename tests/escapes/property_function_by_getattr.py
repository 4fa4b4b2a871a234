# expect: stopped AccessRefused
import logging, uuid


async def main():
    "use workflow"
    return getattr(uuid.UUID.fields, "fget")(logging.getLogger())
