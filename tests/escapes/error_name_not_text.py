# expect: refused refused-attribute
class E(Exception): pass
async def main():
    "use workflow"
    E.__qualname__ = 5
