# expect: refused refused-attribute
import enum
class Color(enum.StrEnum): RED = "r"


async def main():
    "use workflow"
    return Color._member_type_(print)
