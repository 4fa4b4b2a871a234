# expect: stopped AccessRefused
import copy


async def main():
    "use workflow"
    return copy._deepcopy_dispatch
