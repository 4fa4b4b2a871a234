class OrderError(Exception):
    def __init__(self, order, reason):
        super().__init__(f"{order}: {reason}")
        self.order = order
def load(x):
    try: return {"a": 1}[x]
    except KeyError as missing: raise OrderError(x, "missing") from missing


async def main():
    "use workflow"
    try: load("b")
    except OrderError as e: return str(e), e.order, repr(e.__cause__), e.args, e.__suppress_context__
