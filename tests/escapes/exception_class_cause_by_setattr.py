# expect: stopped AccessRefused
class Mine(Exception):
    pass


async def main():
    "use workflow"
    setattr(Mine, "__cause__", None)
