# expect: stopped
async def main():
    "use workflow"
    a = dict.fromkeys(range(300_000))
    for i in range(60_000): a | a
