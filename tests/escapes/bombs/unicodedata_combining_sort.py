# expect: stopped
import unicodedata
async def main():
    "use workflow"
    return len(unicodedata.normalize("NFD", "\u0316\u0301" * 300_000))
