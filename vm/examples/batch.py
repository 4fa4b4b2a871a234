"""Fan-out with a bound, then fan-in: count the words of many documents, never more than `width` at a time.

    python -m vm run vm/examples/batch.py
    python -m vm run vm/examples/batch.py --arg documents=500 --arg width=16

The workers take from one list. That is safe and repeatable: between two awaits a body is never interrupted.
"""

from vm import gather

CHUNK = 10  # documents a step
WORDS = ["it", "was", "the", "best", "of", "times", "it", "was", "the", "worst", "of", "times"]


async def count_words(documents: int = 100, width: int = 4) -> dict:
    "use workflow"
    chunks = [list(range(first, min(first + CHUNK, documents))) for first in range(0, documents, CHUNK)]
    waiting = list(chunks)
    counts: list[dict] = []

    async def work() -> None:
        while waiting:
            counts.append(await count_chunk(waiting.pop(0)))

    await gather(*(work() for _ in range(width)))

    totals: dict[str, int] = {}
    for count in counts:
        for word, times in count.items():
            totals[word] = totals.get(word, 0) + times
    return {"chunks": len(chunks), "words": sum(totals.values()), "totals": dict(sorted(totals.items()))}


def count_chunk(documents: list[int]) -> dict[str, int]:
    "use step"
    counts: dict[str, int] = {}
    for document in documents:
        for word in _read(document):
            counts[word] = counts.get(word, 0) + 1
    return counts


def _read(document: int) -> list[str]:
    """Stand in for a file or a bucket: document n has its own n + 1 words."""
    return [WORDS[(document * 7 + place) % len(WORDS)] for place in range(document % 20 + 1)]
