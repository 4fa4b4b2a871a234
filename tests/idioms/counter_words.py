from collections import Counter


async def main():
    "use workflow"
    words = Counter("the cat and the hat and the bat".split())
    words.update(["cat"]); words.subtract({"the": 1})
    return words.most_common(2), words["none"], (words + Counter(a=1))["a"], words.total(), sorted(words.elements())[:3]
