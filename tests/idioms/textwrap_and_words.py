import textwrap


async def main():
    "use workflow"
    text = """
        first line
          second
    """
    return textwrap.dedent(text).strip(), textwrap.indent("a\nb", "> "), textwrap.shorten("hello big world", 11), textwrap.wrap("aaa bbb ccc", 7), textwrap.fill("a b c", 3)
