# expect: stopped
async def main():
    "use workflow"
    g = ExceptionGroup('g', [ValueError()] * 1_000_000)
    while True:
        try: raise g
        except* ValueError: pass
