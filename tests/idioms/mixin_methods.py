class JsonMixin:
    def to_dict(self): return {k: v for k, v in vars(self).items() if not k.startswith("_")}
class Base:
    def __init__(self, name): self.name, self._secret = name, 1
class User(JsonMixin, Base):
    def __init__(self, name, age):
        super().__init__(name)
        self.age = age


async def main():
    "use workflow"
    return User("ann", 3).to_dict(), isinstance(User("b", 1), JsonMixin)
