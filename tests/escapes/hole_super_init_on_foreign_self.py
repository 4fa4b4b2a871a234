# expect: stopped
# hole: in a classmethod super().__init__ is a plain function, which writes to any self it is given
from string import Template
import json
class T(Template):
    @classmethod
    def mark(cls, other): return super().__init__(other, "note")


async def main():
    "use workflow"
    T.mark(json.dumps)
    return json.dumps.template
