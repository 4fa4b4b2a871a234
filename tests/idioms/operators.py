async def main():
    "use workflow"
    a, b = 13, 5
    return a + b, a - b, a * b, a / b, a // b, a % b, a ** 2, a << 2, a >> 1, a | b, a & b, a ^ b, ~a, -a, +a, not a, a < b <= 3 or a != b, a is b, a is not None, 1 if a else 2, a in [13], a not in {1, 2}
