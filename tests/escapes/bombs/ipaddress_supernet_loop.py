# expect: stopped
import ipaddress
async def main():
    "use workflow"
    while True: ipaddress.ip_address("::1").exploded
