# expect: stopped AccessRefused
class C:
    def look(self):
        try: 1 / 0
        except ZeroDivisionError as self: self.x = 1


async def main():
    "use workflow"
    return C().look()
