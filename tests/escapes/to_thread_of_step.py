# expect: stopped NotAvailable
import concurrent.futures


async def main():
    "use workflow"
    return concurrent.futures.ThreadPoolExecutor()
