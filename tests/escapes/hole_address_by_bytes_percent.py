# expect: harmless b'<function print>'
# hole: b"%a" % x shows addresses: only str results are cleaned


async def main():
    "use workflow"
    return b"%a" % print
