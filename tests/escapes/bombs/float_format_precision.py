# expect: stopped
async def main():
    "use workflow"
    return f"{1.5:.999999999f}"
