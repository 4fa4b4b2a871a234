# expect: stopped AccessRefused
import operator


async def main():
    "use workflow"
    return operator.attrgetter('__class__.__mro__')(1)
