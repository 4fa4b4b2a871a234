# expect: refused refused-attribute
import base64
async def main():
    "use workflow"
    return base64.b64encode.__wrapped__
