class Timer:
    def __init__(self, log): self.log = log
    def __enter__(self):
        self.log.append("in")
        return self
    def __exit__(self, kind, error, trace):
        self.log.append(kind.__name__ if kind else "out")
        return kind is KeyError


async def main():
    "use workflow"
    log = []
    with Timer(log): pass
    with Timer(log): raise KeyError("swallowed on purpose")
    try:
        with Timer(log): raise ValueError("not swallowed")
    except ValueError as error: log.append(str(error))
    return log
