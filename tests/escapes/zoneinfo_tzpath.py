# expect: stopped NotOffered
import zoneinfo
async def main():
    "use workflow"
    zoneinfo.reset_tzpath(["/tmp"])
