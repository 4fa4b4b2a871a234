import random


async def main():
    "use workflow"
    r = random.Random("a seed")
    deck = list(range(8))
    r.shuffle(deck)
    return deck, r.randint(1, 6), r.choice("abc"), round(r.random(), 12), r.sample(range(100), 3), [r.randrange(0, 10, 2) for _ in range(3)], round(r.gauss(0, 1), 9)
