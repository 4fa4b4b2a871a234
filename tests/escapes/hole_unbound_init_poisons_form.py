# expect: stopped
# hole: an own class hands out the __init__ it inherits from the host, which writes to any self
import typing
class X(type(typing.Any)): pass


async def main():
    "use workflow"
    X.__init__(typing.Tuple, "typing.Tuple", tuple)
    return "written to what all runs share"
