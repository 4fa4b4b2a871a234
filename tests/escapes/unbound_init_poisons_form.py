# expect: stopped
import typing
class X(type(typing.Any)): pass


async def main():
    "use workflow"
    X.__init__(typing.Tuple, "typing.Tuple", tuple)
    return "written to what all runs share"
