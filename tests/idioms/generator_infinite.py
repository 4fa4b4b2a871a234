from itertools import islice, count, takewhile, cycle
def primes():
    found = []
    for n in count(2):
        if all(n % p for p in found):
            found.append(n)
            yield n


async def main():
    "use workflow"
    return list(islice(primes(), 8)), list(takewhile(lambda n: n < 20, primes())), [x for x, _ in zip(cycle("ab"), range(5))]
