# expect: stopped
async def main():
    "use workflow"
    s = "x"
    while True: s += s
