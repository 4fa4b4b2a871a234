# expect: stopped
import unicodedata
async def main():
    "use workflow"
    while True: unicodedata.lookup("LATIN SMALL LETTER A")
