# expect: stopped
import ipaddress
async def main():
    "use workflow"
    return list(ipaddress.ip_network("::/0"))
