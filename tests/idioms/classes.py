class Base:
    kinds = []
    count = 0
    def __init_subclass__(cls, tag=None, **rest):
        super().__init_subclass__(**rest)
        cls.tag = tag
        Base.kinds.append(cls.__name__)
    def __init__(self, n): self._n = n
    def __repr__(self): return f"<{type(self).__name__} {self._n}>"
    @property
    def n(self): return self._n
    @n.setter
    def n(self, value): self._n = value
    @classmethod
    def make(cls, n): cls.count += 1; return cls(n)
    @staticmethod
    def double(x): return x * 2
    def __eq__(self, other): return isinstance(other, Base) and self._n == other._n
    def __add__(self, other): return type(self)(self._n + other._n)
    __radd__ = __add__
    def __len__(self): return 3
    def __getitem__(self, i): return i
    def __call__(self, *a): return a
    def __contains__(self, x): return x == 1
    def __bool__(self): return False
    def __getattr__(self, name): return "no " + name
class Sub(Base, tag="t"):
    __slots__ = ("z",)
    def __init__(self, n):
        super().__init__(n)
        self.__hidden = n + 1
    def hidden(self): return self.__hidden
    def other(self, that): return that.__hidden


async def main():
    "use workflow"
    s = Sub.make(4)
    s.n = 9
    return (repr(s), s.n, Sub.tag, Sub.count, Base.kinds, Base.double(2), s == Sub(9), (s + s).n, len(s), s["k"], s(1, 2),
            1 in s, bool(s), s.hidden(), s.other(Sub(1)), Sub.__name__, Sub.__qualname__, isinstance(s, Base), s.missing,
            issubclass(Sub, Base), s.__class__ is Sub, type(s) is Sub, Sub.__module__)
