# expect: stopped
import math
async def main():
    "use workflow"
    while True: math.gamma(170.5)
