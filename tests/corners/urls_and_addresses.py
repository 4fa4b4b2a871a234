"""`urllib.parse` and `ipaddress` are mended in place, also in old versions."""
import html
import ipaddress
import urllib.parse

URLS = ["http://a/b;p?q#f", " http://a", "http://a\tb/\nc", "//h/p", "http:a", "http://[::1]:80/", "http://[::1", "http://a:99999/", "http://u:p@h:1", "mailto:a@b", "", "?q", "#f", "a//b", "http://a//b", "file:///x", "x:", "http://ａ/", "http://a\\b", "HTTP://H", "path;a=1", "http://[1.2.3.4]/", "http://[v1.a]/", "javascript:x"]
ADDRESSES = ["1.2.3.4", "10.0.0.1", "127.0.0.1", "192.0.0.8", "192.0.0.170", "169.254.1.1", "224.0.0.1", "100.64.0.1", "255.255.255.255", "::1", "::ffff:1.2.3.4", "::ffff:127.0.0.1", "fe80::1%eth0", "2001:db8::", "2002::1", "64:ff9b:1::", "2001:30::1", "ff02::1", "1.2.3", "01.2.3.4", "::g", "5f00::1", "3fff::1"]
FACTS = ["is_private", "is_global", "is_reserved", "is_loopback", "is_multicast", "is_link_local", "is_unspecified", "compressed", "exploded", "packed", "reverse_pointer", "version", "max_prefixlen"]


def attempt(function, *given):
    try:
        return function(*given)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def describe(text):
    address = ipaddress.ip_address(text)
    return [repr(address), *(getattr(address, fact) for fact in FACTS)]


async def main():
    "use workflow"
    parse = urllib.parse
    found = [attempt(function, url) for url in URLS for function in (parse.urlsplit, parse.urlparse, lambda u: parse.urlunsplit(parse.urlsplit(u)), lambda u: parse.urljoin("http://x/y/z?q", u), parse.urldefrag, lambda u: parse.urlsplit(u).port, lambda u: parse.urlsplit(u).hostname, parse.quote, parse.unquote)]
    found += [attempt(parse.parse_qs, text) for text in ("a=1&b=2&a=3", "a;b=1", "a=&b", "%zz=1", "a=%ff", "")] + [parse.urlencode({"a": [1, 2], "b": "é "}, doseq=True)]
    found += [attempt(describe, text) for text in ADDRESSES]
    found += [attempt(ipaddress.ip_network, text) for text in ("10.0.0.0/8", "10.0.0.1/8", "10.0.0.0/255.0.0.0", "::/0", "1.2.3.4/33")] + [list(ipaddress.ip_network("10.0.0.0/30").hosts())]
    found += [html.escape("<a href='x'>&"), html.unescape("&lt;&#62;&amp;&notit;&nosuch;&#x110000;&#0;&Aacute")]
    return [repr(one) for one in found]
