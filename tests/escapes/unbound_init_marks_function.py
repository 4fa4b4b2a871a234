# expect: stopped
import json
from string import Template
class T(Template): pass


async def main():
    "use workflow"
    T.__init__(json.dumps, "note")
    return json.dumps.template
