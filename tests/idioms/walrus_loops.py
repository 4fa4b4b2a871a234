async def main():
    "use workflow"
    data, chunks = iter("abcdefg"), []
    while chunk := [c for _, c in zip(range(3), data)]: chunks.append("".join(chunk))
    if (n := len(chunks)) > 2: chunks.append(n)
    return chunks, [y for x in range(5) if (y := x * x) > 3], any((hit := w).startswith("b") for w in ["a", "b"]) and hit
