# expect: stopped TypeError
class E(Exception):
    def __new__(cls): return main
async def main():
    "use workflow"
    raise E
