# expect: stopped
import bisect
class L:
    def __len__(self): return 2**62
    def __getitem__(self, i): return L()
    def __lt__(self, o):
        return bisect.bisect(self, self) > 0
async def main():
    "use workflow"
    return bisect.bisect(L(), L())
