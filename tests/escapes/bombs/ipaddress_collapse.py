# expect: stopped
import ipaddress
async def main():
    "use workflow"
    return len(list(ipaddress.collapse_addresses([ipaddress.ip_network(f"10.{i % 256}.{i // 256 % 256}.0/24") for i in range(60_000)])))
