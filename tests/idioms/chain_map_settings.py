from collections import ChainMap


async def main():
    "use workflow"
    settings = ChainMap({"a": 1}, {"a": 2, "b": 3})
    child = settings.new_child({"c": 4})
    return settings["a"], settings["b"], child["c"], dict(child), child.parents == settings, "z" in settings
