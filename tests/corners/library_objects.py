"""What objects of the library say of themselves, or take, was changed since 3.11."""
import dataclasses
import re
import types
import urllib.parse


@dataclasses.dataclass
class Order:
    total: int = dataclasses.field(default=1, metadata={"unit": "EUR"})
    lines: list = dataclasses.field(default_factory=list, repr=False, kw_only=True)
    name: str = "n"


class Space(types.SimpleNamespace):
    def size(self):
        return len(vars(self))


class Given(types.SimpleNamespace):
    def __init__(self, pairs):
        super().__init__(**dict(pairs))


def attempt(function, *given, **named):
    try:
        return repr(function(*given, **named))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


URLS = ["http:", "http:/a", "http:///a", "//a", "///a", "////a", "a:b", "mailto:", "file:", "file:///x", "http://", "x://", "?", "#", "http:#f", "//#f", "http://a/b;c?d#e", "https:a//b", "://a", "http:?q", ";", "http:;p"]


async def main():
    "use workflow"
    found = [repr(field) for field in dataclasses.fields(Order)]
    found += [attempt(dataclasses.field, doc="d"), attempt(dataclasses.field, default=1, default_factory=list)]
    found += [repr(type(dataclasses.fields(Order)[0]).__name__), repr(dataclasses.replace(Order(2), total=3))]
    for url in URLS:
        for split in (urllib.parse.urlsplit, urllib.parse.urlparse):
            found += [split(url).geturl(), split(url.encode()).geturl(), getattr(split(url), "geturl")()]
        found += [repr(urllib.parse.urldefrag(url)), urllib.parse.urldefrag(url).geturl()]
    found += [attempt(types.SimpleNamespace, {"a": 1}), attempt(types.SimpleNamespace, a=1), attempt(Space, {"a": 1})]
    found += [repr(Space(a=1)), str(Space(a=1, b=2).size()), repr(Given([("a", 1)])), repr(Given({"b": 2}.items()))]
    space = types.SimpleNamespace(a=1)
    space.b = [2]
    found += [repr(space), repr(space == types.SimpleNamespace(a=1, b=[2])), repr(isinstance(Space(), types.SimpleNamespace))]
    found += [repr(type(space) is types.SimpleNamespace), type(space).__name__]
    match = re.match("(a)(?P<n>b)?", "ab")
    for template in (r"\1\g<n>", r"\9", r"\g<x>", r"\g<1", r"\q", r"\g<n>\0", "\\", b"x"):
        found += [attempt(match.expand, template), attempt(re.Match.expand, match, template)]
    return found
