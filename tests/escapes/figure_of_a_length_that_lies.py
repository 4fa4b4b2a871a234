# expect: stopped TypeError
class Long:
    def __len__(self): return print
async def main():
    "use workflow"
    return f"{len(Long())}"
