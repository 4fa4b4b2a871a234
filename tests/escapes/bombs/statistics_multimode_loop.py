# expect: stopped
import statistics
async def main():
    "use workflow"
    xs = list(range(300_000))
    while True: statistics.multimode(xs)
