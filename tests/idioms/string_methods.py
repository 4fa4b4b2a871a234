async def main():
    "use workflow"
    s = "  The quick brown Fox "
    return (s.strip().lower().replace("quick", "slow").title(), s.split(), "a-b-c".rsplit("-", 1), "x=1".partition("="), "abc".center(7, "*"), "7".zfill(3),
            "tEsT".swapcase(), "a\tb".expandtabs(4), ",".join("abc"), "abcabc".find("c", 3), "hello".count("l"), "straße".casefold(), "aXbX".removesuffix("X"),
            "line\nnext".splitlines(), "abc".translate(str.maketrans("ab", "xy")), "ab" * 2, "b" in "abc", "a" < "b", "é".encode(), "Ab1".isalnum(), ascii("ü"))
