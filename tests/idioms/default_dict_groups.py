from collections import defaultdict


async def main():
    "use workflow"
    groups = defaultdict(list)
    for word in "apple avocado bean beet cherry".split(): groups[word[0]].append(word)
    counts = defaultdict(int)
    for c in "mississippi": counts[c] += 1
    return dict(groups), sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])), groups.get("z"), list(groups)
