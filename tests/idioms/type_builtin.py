async def main():
    "use workflow"
    return type(1) is int, isinstance(int, type), type([]).__name__, {int: 'i', str: 's'}[type('x')], issubclass(bool, int)
