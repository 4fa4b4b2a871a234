# expect: stopped NotOffered
import abc
async def main():
    "use workflow"
    return abc.get_cache_token()
