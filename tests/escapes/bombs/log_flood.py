# expect: stopped
async def main():
    "use workflow"
    import logging
    while True: logging.getLogger().warning('x' * 100_000)
