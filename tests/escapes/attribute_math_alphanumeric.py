# expect: refused refused-attribute
async def main():
    "use workflow"
    return main.__𝓰𝓵𝓸𝓫𝓪𝓵𝓼__
