# expect: stopped TypeError
class S(str):
    def __eq__(self, other): return other == "real"
    def __hash__(self): return hash("real")
    def startswith(self, *a): return False


async def main():
    "use workflow"
    return getattr(1, S("__class__"))
