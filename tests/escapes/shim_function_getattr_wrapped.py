# expect: stopped AccessRefused
import statistics
async def main():
    "use workflow"
    return getattr(statistics.mean, "__wrapped__")
