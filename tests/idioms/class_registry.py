class Plugin:
    registry = {}
    def __init_subclass__(cls, /, name, **kwargs):
        super().__init_subclass__(**kwargs)
        Plugin.registry[name] = cls
class A(Plugin, name="a"):
    def run(self): return "ran a"
class B(A, name="b"):
    def run(self): return super().run() + " and b"


async def main():
    "use workflow"
    return [(name, cls().run()) for name, cls in Plugin.registry.items()]
