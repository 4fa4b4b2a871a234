# expect: stopped
class E(Exception):
    def __str__(self): raise self
async def main():
    "use workflow"
    raise E
