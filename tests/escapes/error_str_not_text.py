# expect: stopped
class E(Exception):
    def __str__(self): return 5
async def main():
    "use workflow"
    raise E
