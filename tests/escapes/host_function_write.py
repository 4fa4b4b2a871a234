# expect: stopped AccessRefused
async def main():
    "use workflow"
    print.x = 1
