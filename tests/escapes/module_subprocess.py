# expect: stopped NotAvailable
import subprocess


async def main():
    "use workflow"
    return subprocess.run(["true"])
