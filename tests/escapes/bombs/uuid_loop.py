# expect: stopped
import uuid
async def main():
    "use workflow"
    while True: uuid.uuid5(uuid.NAMESPACE_DNS, "x")
