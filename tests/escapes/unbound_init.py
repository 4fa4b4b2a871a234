# expect: stopped AccessRefused
async def main():
    "use workflow"
    return list.__init__([1], (2,))
