# expect: stopped
from ipaddress import IPv4Network
class N(IPv4Network): pass


async def main():
    "use workflow"
    N("10.0.0.0/8")._netmask_cache["24"] = ("poison", 1)
    return N("10.0.0.0/24").netmask
