import re


async def main():
    "use workflow"
    m = re.match(r"(?P<key>\w+)=(?P<value>\d+)", "width=42;")
    return (m["key"], m.groupdict(), m.span("value"), re.findall(r"\d+", "a1b22"), re.sub(r"(\w)(\d)", r"\2\1", "a1b2"), re.split(r"[,;]\s*", "a, b;c"),
            [x.group() for x in re.finditer("[a-z]+", "ab CD ef")], re.sub("a", lambda m: m[0].upper(), "banana"), bool(re.fullmatch("[a-z]*", "abc")),
            re.compile("x", re.IGNORECASE).search("aXb").start(), re.escape("a.b"), re.match("z", "a"))
