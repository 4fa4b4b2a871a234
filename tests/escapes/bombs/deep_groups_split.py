# expect: stopped
async def main():
    "use workflow"
    x = ValueError()
    for _ in range(100_000): x = ExceptionGroup('g', [x])
    try: raise x
    except* ValueError: pass
    while True: pass
