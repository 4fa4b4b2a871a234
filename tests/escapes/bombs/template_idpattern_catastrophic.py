# expect: stopped
from string import Template
class T(Template):
    idpattern = "(?:a+)+b"
async def main():
    "use workflow"
    return T("$" + "a" * 40).safe_substitute()
