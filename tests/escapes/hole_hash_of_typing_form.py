# expect: stopped
# hole: the same: a form's is the process's hash of a text
import typing


async def main():
    "use workflow"
    return hash(typing.Any)
