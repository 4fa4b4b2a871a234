# expect: stopped AccessRefused
class Mine(Exception):
    pass


async def main():
    "use workflow"
    Mine.__context__ = None
