# expect: stopped AccessRefused
class Mine(Exception):
    @classmethod
    def hide(cls):
        cls.__context__ = None


async def main():
    "use workflow"
    Mine.hide()
