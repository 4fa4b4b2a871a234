# expect: stopped
import ipaddress
async def main():
    "use workflow"
    a, b = ipaddress.ip_network("::/0"), ipaddress.ip_network("::1/128")
    while True: list(a.address_exclude(b))
