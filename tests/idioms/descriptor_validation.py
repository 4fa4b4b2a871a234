class Positive:
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, obj, kind=None): return self if obj is None else getattr(obj, self.name, 0)
    def __set__(self, obj, value):
        if value < 0: raise ValueError(f"{self.name[1:]} must not be negative")
        setattr(obj, self.name, value)
class Account:
    balance = Positive()
    def __init__(self, b): self.balance = b


async def main():
    "use workflow"
    account = Account(5)
    try: account.balance = -1
    except ValueError as e: message = str(e)
    return account.balance, message
