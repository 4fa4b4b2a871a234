# expect: stopped AccessRefused
class M(type): pass


async def main():
    "use workflow"
    return M
