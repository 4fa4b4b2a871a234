# expect: stopped Refused
from string import Template
class T(Template):
    pattern = "(?P<named>a)(?P<escaped>b)(?P<braced>c)(?P<invalid>(x+x+)+y)"
async def main():
    "use workflow"
    return T("x" * 5000).safe_substitute()
