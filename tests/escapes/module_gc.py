# expect: stopped NotAvailable
import gc


async def main():
    "use workflow"
    return gc.get_objects()
