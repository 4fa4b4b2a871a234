from abc import ABC, abstractmethod
class A(ABC):
    @abstractmethod
    def go(self): ...
class B(A):
    def go(self): return 1


async def main():
    "use workflow"
    try: A()
    except TypeError as e: return B().go(), type(e).__name__
