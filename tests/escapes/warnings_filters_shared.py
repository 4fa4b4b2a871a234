# expect: stopped NotOffered
import warnings
async def main():
    "use workflow"
    warnings.filters.append(1)
