# expect: stopped
async def main():
    "use workflow"
    n = 3
    for _ in range(60): n = n * n
    return n.bit_length()
