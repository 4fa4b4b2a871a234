import uuid


async def main():
    "use workflow"
    u = uuid.UUID("12345678-1234-5678-1234-567812345678")
    return u.hex, u.version, str(uuid.uuid5(uuid.NAMESPACE_DNS, "example.org")), u == uuid.UUID(int=u.int), u.urn
