# expect: harmless True
# hole: max(view, view) gives back one of the plain views


async def main():
    "use workflow"
    return type(max({"a": 1}.keys(), {"a": 1}.keys()) | {"z"}) is set
