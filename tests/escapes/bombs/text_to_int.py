# expect: stopped
async def main():
    "use workflow"
    s = '9' * 4300
    while True: int(s)
