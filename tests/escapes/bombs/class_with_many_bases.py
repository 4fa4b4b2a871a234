# expect: stopped
async def main():
    "use workflow"
    cs = []
    for i in range(3000):
        class C(*cs[-100:][::-1]): pass
        cs.append(C)
