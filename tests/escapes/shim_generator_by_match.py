# expect: refused refused-pattern
import itertools
async def main():
    "use workflow"
    match itertools.count():
        case object(gi_frame=f): return f
