async def main():
    "use workflow"
    return ' A,b '.strip().lower().split(','), sorted([3, 1, 2], key=lambda v: -v)
