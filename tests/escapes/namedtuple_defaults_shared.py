# expect: stopped
from urllib.parse import ParseResult
class P(ParseResult): pass


async def main():
    "use workflow"
    P._field_defaults["scheme"] = "poison"
