async def main():
    "use workflow"
    return vars()
