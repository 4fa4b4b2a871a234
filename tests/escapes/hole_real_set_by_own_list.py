# expect: harmless True
# hole: the policy takes `list(d.keys())` for the builtin's without asking whether the file binds `list`
def list(x): return x


async def main():
    "use workflow"
    return type(list({"a": 1, "b": 2}.keys()) | {"z"}) is set
