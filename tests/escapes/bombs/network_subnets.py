# expect: stopped
async def main():
    "use workflow"
    import ipaddress
    return list(ipaddress.ip_network('10.0.0.0/8').subnets(new_prefix=32))
