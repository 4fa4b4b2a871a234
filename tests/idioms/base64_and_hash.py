import base64, hashlib, hmac


async def main():
    "use workflow"
    data = "füßchen".encode()
    return (base64.b64encode(data), base64.urlsafe_b64decode(b"-_8="), hashlib.sha256(data).hexdigest(),
            hmac.new(b"k", data, "sha256").hexdigest(), hmac.compare_digest("a", "a"))
