# expect: stopped
from datetime import datetime


async def main():
    "use workflow"
    return datetime.strptime("UTC", "%Z")
