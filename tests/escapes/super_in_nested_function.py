# expect: stopped Refused
from string import Template
import json
class T(Template):
    def mark(self, other):
        def inner(cls): return super().__init__(other, "note")
        return inner(T)


async def main():
    "use workflow"
    return T("x").mark(json.dumps)
