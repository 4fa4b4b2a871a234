"""`sum` of floats compensates from 3.12 on."""

async def main():
    "use workflow"
    return [sum([0.1] * 10), sum([1e100, 1.0, -1e100]), sum([0.1, 1j]), sum([1, 0.1] * 9), sum([0.1] * 3, 0.3), sum([], 0.0)]
