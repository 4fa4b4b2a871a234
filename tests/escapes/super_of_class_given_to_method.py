# expect: stopped AccessRefused
from string import Template
import json
class T(Template):
    def mark(self, other): return super().__init__(other, "note")


async def main():
    "use workflow"
    return T.mark(T, json.dumps)
