# expect: stopped AccessRefused
from enum import Enum


async def main():
    "use workflow"
    Enum.x = 1
