import html
from urllib.parse import urlencode, urlsplit, parse_qs, quote, unquote, urljoin


async def main():
    "use workflow"
    parts = urlsplit("https://u@h.example:8080/p/a?q=1&q=2#f")
    return html.escape("<a href='x'>"), html.unescape("&eacute;"), urlencode({"a": "1 2", "b": "ü"}), parts.port, parts.path, parse_qs(parts.query), quote("a/b c"), unquote("%C3%BC"), urljoin("http://a/b/", "../c")
