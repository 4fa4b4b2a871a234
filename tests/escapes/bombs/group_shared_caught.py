# expect: stopped
async def main():
    "use workflow"
    g = ValueError()
    for _ in range(60): g = ExceptionGroup('g', [g, g])
    try: raise g
    except* ValueError: pass
