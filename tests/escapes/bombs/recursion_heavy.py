# expect: stopped
async def main():
    "use workflow"
    a = "a" * 5_000_000
    def f(n):
        a.isidentifier()
        if n: f(n - 1); f(n - 1)
    f(20)
