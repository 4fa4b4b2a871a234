# expect: stopped
from datetime import datetime
class D(datetime):
    __match_args__ = ("now",)


async def main():
    "use workflow"
    match D(2020, 1, 1):
        case D(now): return now()
