# expect: stopped
async def main():
    "use workflow"
    d = {i: i for i in range(300_000)}
    while True: d.keys() & d.keys()
