class Config:
    debug = True


async def main():
    "use workflow"
    c = Config()
    setattr(c, "level", 3)
    found = [getattr(c, name, None) for name in ("debug", "level", "missing")]
    delattr(c, "level")
    return found, hasattr(c, "level"), vars(c), callable(getattr)
