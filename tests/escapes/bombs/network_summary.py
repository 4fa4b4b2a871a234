# expect: stopped
async def main():
    "use workflow"
    import ipaddress
    return ipaddress.collapse_addresses([ipaddress.ip_address(i) for i in range(0, 2_000_000, 2)])
