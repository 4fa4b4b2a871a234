# expect: stopped AccessRefused
from json import _default_encoder


async def main():
    "use workflow"
    return _default_encoder
