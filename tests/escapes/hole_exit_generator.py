# expect: stopped
# hole: an __exit__ that is a generator function swallows: its body, with the check, never runs
class S:
    def __enter__(self): pass
    def __exit__(self, *a): yield


async def main():
    "use workflow"
    def deep(): deep()
    with S(): deep()
    return "swallowed"
