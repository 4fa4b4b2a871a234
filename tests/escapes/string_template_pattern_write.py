# expect: stopped AccessRefused
from string import Template


async def main():
    "use workflow"
    Template.pattern = 1
