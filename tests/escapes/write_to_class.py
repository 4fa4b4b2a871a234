# expect: stopped AccessRefused
from datetime import datetime


async def main():
    "use workflow"
    datetime.now = 1
