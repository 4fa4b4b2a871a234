# expect: stopped AccessRefused
import html


async def main():
    "use workflow"
    return html._invalid_charrefs
