try:
    import nonexistent_module_xyz as m
    have = True
except ImportError:
    m = None


async def main():
    "use workflow"
    return 'ok'
