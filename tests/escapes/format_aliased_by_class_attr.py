# expect: stopped AccessRefused
class A:
    f = str.format
async def main():
    "use workflow"
    return A.f("{0.__globals__}", main)
