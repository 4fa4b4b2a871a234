# expect: harmless ('D(x=<function main>)', 'D(x=<function _for_instances_of.<locals>.method>)')
from dataclasses import dataclass
@dataclass
class D:
    x: object
async def main():
    "use workflow"
    return repr(D(main)), repr(D(D.__init__))
