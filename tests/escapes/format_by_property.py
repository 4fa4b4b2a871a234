# expect: stopped TypeError
class S(str):
    x = property(str.format_map)
async def main():
    "use workflow"
    return S("{0.__self__}").x
