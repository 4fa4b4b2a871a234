# expect: stopped
import datetime
async def main():
    "use workflow"
    while True: datetime.datetime.strptime("2024", "%Y")
