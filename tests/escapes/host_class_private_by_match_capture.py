# expect: stopped AccessRefused
import json
class C:
    def look(self):
        match json:
            case self: return self._name


async def main():
    "use workflow"
    return C().look()
