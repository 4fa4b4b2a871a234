# expect: refused refused-attribute
async def main():
    "use workflow"
    return object().__reduce_ex__(2)
