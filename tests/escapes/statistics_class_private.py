# expect: stopped AccessRefused
import statistics


async def main():
    "use workflow"
    return statistics._sum
