# expect: stopped AccessRefused
class M(type(int)): pass


async def main():
    "use workflow"
    return M
