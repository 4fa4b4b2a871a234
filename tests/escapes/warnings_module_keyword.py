# expect: harmless None
import warnings
async def main():
    "use workflow"
    with warnings.catch_warnings(module=main): pass
