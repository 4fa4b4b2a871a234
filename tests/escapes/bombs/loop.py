# expect: stopped
async def main():
    "use workflow"
    while True: pass
