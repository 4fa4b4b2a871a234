# expect: refused refused-name
async def main():
    "use workflow"
    try: raise ExceptionGroup("g", [ValueError()])
    except* ValueError as __class__: pass
