# expect: stopped
async def main():
    "use workflow"
    import warnings
    n = 0
    while True:
        n += 1
        warnings.warn(f'x{n}' * 10_000)
