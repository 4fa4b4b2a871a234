# expect: stopped
from ipaddress import IPv4Interface
class N(IPv4Interface):
    def poison(self): self._netmask_cache.clear()


async def main():
    "use workflow"
    return N("10.0.0.0/8").poison()
