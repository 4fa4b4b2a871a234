# expect: stopped
import secrets
async def main():
    "use workflow"
    return secrets.token_bytes(10**9)
