# expect: stopped
class A:
    p = property("".isidentifier)
async def main():
    "use workflow"
    a = "a" * 5_000_000
    class B(str):
        p = property(str.isidentifier)
    b = B(a)
    for i in range(60_000): b.p
