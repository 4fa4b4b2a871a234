# expect: stopped
# hole: datetime.strptime("%Z") knows the host's zone names (time.strptime refuses it)
from datetime import datetime


async def main():
    "use workflow"
    return datetime.strptime("UTC", "%Z")
