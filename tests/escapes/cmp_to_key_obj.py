# expect: stopped AccessRefused
import functools
async def main():
    "use workflow"
    return functools.cmp_to_key(print)(1).__class__.__init__
