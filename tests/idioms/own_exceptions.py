class Mine(ValueError):
    def __init__(self, code):
        super().__init__(f'code {code}')
        self.code = code
class Old(Exception):
    def __init__(self, a):
        Exception.__init__(self, a)
        self.a = a
    def __str__(self): return 'old ' + super().__str__()


async def main():
    "use workflow"
    try: raise Mine(3)
    except Mine as e: first = str(e), e.code
    try: raise Old(1)
    except Exception as e: return first, str(e), e.a
