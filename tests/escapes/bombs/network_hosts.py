# expect: stopped
async def main():
    "use workflow"
    import ipaddress
    return list(ipaddress.ip_network('::/0').hosts())
