# expect: stopped Refused
import enum
class Color(enum.Enum): RED = 1


async def main():
    "use workflow"
    for kind in Color.mro()[1:3]: kind("Frame", "cr_frame gi_frame")
