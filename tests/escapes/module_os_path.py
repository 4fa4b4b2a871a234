# expect: stopped NotAvailable
import os.path


async def main():
    "use workflow"
    return os.path.exists("/")
