# expect: stopped
# hole: strftime("%s") is the C library's, in the host's zone; other directives follow its locale
from datetime import datetime


async def main():
    "use workflow"
    return datetime(2020, 1, 1).strftime("%s")
