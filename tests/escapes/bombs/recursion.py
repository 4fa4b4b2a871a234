# expect: stopped
async def main():
    "use workflow"
    def f(): f()
    f()
