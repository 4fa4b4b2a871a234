# expect: refused refused-super
from string import Template
class T(Template):
    mark = lambda cls, other: super().__init__(other, "note")


async def main():
    "use workflow"
    return 1
