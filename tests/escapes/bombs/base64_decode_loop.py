# expect: stopped
import base64
async def main():
    "use workflow"
    x = "YWFh" * 1_000_000
    while True: base64.b64decode(x, validate=True)
