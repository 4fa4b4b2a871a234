# expect: stopped Refused
import abc


async def main():
    "use workflow"
    abc.abstractmethod(print)
