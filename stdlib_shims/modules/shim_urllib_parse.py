"""`urllib.parse`: pure functions, whose texts show no addresses."""

from __future__ import annotations

import urllib.parse
from typing import Any, Final

from stdlib_shims.paying import by_size
from stdlib_shims.run import without_addresses
from stdlib_shims.tables import pick, words
from stdlib_shims.weights import pay_to_show

OFFERS: Final[dict[str, Any]] = pick(
    urllib.parse,
    """
    DefragResult DefragResultBytes ParseResult ParseResultBytes SplitResult SplitResultBytes
    quote quote_from_bytes quote_plus unquote unquote_plus unquote_to_bytes
    urljoin urlparse urlsplit
    """,
)


def urlencode(query: Any, doseq: bool = False, *args: Any, **options: Any) -> str:
    """Return a mapping, or pairs, as the query of a URL."""
    given = query.items() if hasattr(query, "items") else query
    try:
        pairs = [
            (_text(name), [*map(_text, value)] if doseq and _is_several(value) else _text(value))
            for name, value in given
        ]
    except (TypeError, ValueError):
        pairs = query  # the real one says what is wrong with it
    return urllib.parse.urlencode(pairs, doseq, *args, **options)


def _is_several(value: Any) -> bool:
    return hasattr(value, "__len__") and not isinstance(value, str | bytes)


def _text(value: Any) -> Any:
    if isinstance(value, str | bytes):
        return value
    pay_to_show(value)
    return without_addresses(str(value))


def parse_qs(qs: Any, *arguments: Any, **options: Any) -> dict[Any, list[Any]]:
    """Return the values of a query by name."""
    return urllib.parse.parse_qs(_require_text(qs), *arguments, **options)


def parse_qsl(qs: Any, *arguments: Any, **options: Any) -> list[tuple[Any, Any]]:
    """Return the names and values of a query."""
    return urllib.parse.parse_qsl(_require_text(qs), *arguments, **options)


def urlunsplit(components: Any) -> Any:
    """Return the URL that five parts make. A scheme alone makes no `//`, as from 3.13 on."""
    parts = [part or "" for part in components]
    if any(isinstance(part, bytes) for part in parts):
        if any(isinstance(part, str) and part for part in parts):
            raise TypeError("Cannot mix str and non-str arguments")
        return urlunsplit([part.decode("ascii") if isinstance(part, bytes) else part for part in parts]).encode()
    scheme, place, url, query, fragment = parts
    if place:
        url = f"//{place}{url}" if not url or url[0] == "/" else f"//{place}/{url}"
    elif url[:2] == "//" or (scheme in urllib.parse.uses_netloc and scheme and url[:1] in ("", "/")):
        url = f"//{url}"
    url = f"{scheme}:{url}" if scheme else url
    url = f"{url}?{query}" if query else url
    return f"{url}#{fragment}" if fragment else url


def urlunparse(components: Any) -> Any:
    """Return the URL that six parts make."""
    scheme, place, url, parameters, query, fragment = components
    if parameters:
        url = url + (b";" if isinstance(url, bytes) else ";") + parameters
    return urlunsplit((scheme, place, url, query, fragment))


def urldefrag(url: Any) -> Any:
    """Return a URL without its fragment, and that."""
    if not isinstance(url, str) or "#" not in url:
        return urllib.parse.urldefrag(url)
    parts = urllib.parse.urlparse(url)
    return urllib.parse.DefragResult(urlunparse((*parts[:5], "")), parts.fragment)


def _require_text(given: Any) -> Any:
    """Give back text. Raises TypeError for anything else but nothing at all."""
    if given and not isinstance(given, str | bytes | bytearray):
        raise TypeError(f"a query is text, not {type(given).__name__}")
    return given or ""


OFFERS.update(urlencode=urlencode, parse_qs=parse_qs, parse_qsl=parse_qsl, urldefrag=urldefrag)
OFFERS.update(urlunparse=urlunparse, urlunsplit=urlunsplit)
_BY_SIZE: Final = words("parse_qs parse_qsl quote quote_plus quote_from_bytes unquote unquote_plus unquote_to_bytes")
OFFERS.update(by_size({name: OFFERS[name] for name in _BY_SIZE if name in OFFERS}, 1))

REFUSES: Final[dict[str, str]] = {}
