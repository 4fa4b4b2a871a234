# expect: stopped AttributeError
from datetime import datetime


async def main():
    "use workflow"
    return datetime.now.args[0].fuel
