# expect: stopped Refused
from string import Template
import json
class T(Template): pass


async def main():
    "use workflow"
    return T.substitute(json.dumps)
