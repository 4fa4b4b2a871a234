# expect: stopped AccessRefused
async def main():
    "use workflow"
    return int.__dict__["__add__"]
