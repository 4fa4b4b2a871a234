# expect: stopped Refused
from string import Template
import json
class T(Template):
    @classmethod
    def mark(cls, other): return super().__init__(other, "note")


async def main():
    "use workflow"
    T.mark(json.dumps)
    return json.dumps.template
