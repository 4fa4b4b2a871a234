# expect: stopped
async def main():
    "use workflow"
    d = {}
    i = 0
    while True:
        d |= {i: d.copy()}; i += 1
