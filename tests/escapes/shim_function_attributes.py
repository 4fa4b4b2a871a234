# expect: stopped AccessRefused
import json
async def main():
    "use workflow"
    json.dumps.calls = 1
