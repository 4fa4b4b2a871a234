# expect: stopped
from string import Template
class T(Template):
    flags = 4
async def main():
    "use workflow"
    return T("$a").substitute(a=1)
