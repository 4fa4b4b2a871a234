# expect: stopped AccessRefused
import warnings
async def main():
    "use workflow"
    with warnings.catch_warnings(record=True) as w:
        warnings.warn("x", source=main)
    return w[0].__dict__
