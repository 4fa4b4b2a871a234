# expect: stopped
class E(Exception):
    def __str__(self):
        while True: pass
async def main():
    "use workflow"
    raise E
