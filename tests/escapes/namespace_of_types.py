# expect: harmless (<class 'types.SimpleNamespace'>, <class 'types.SimpleNamespace'>)
import types
async def main():
    "use workflow"
    n = types.SimpleNamespace(__class__=dict)
    return n.__class__, type(n)
