# expect: stopped AccessRefused
class A:
    v = vars()
async def main():
    "use workflow"
    return sorted(A.v)
