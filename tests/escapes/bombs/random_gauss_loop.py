# expect: stopped
import random
async def main():
    "use workflow"
    while True: random.gauss(0, 1)
