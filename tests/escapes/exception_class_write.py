# expect: stopped AccessRefused
async def main():
    "use workflow"
    ValueError.x = 1
