# expect: refused refused-attribute
from string import Template
class T(Template):
    def __init_subclass__(cls): cls.got = super().__init_subclass__
class U(T): pass
async def main():
    "use workflow"
    return U.got.__func__
