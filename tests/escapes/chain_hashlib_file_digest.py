# expect: stopped NotOffered
import hashlib


async def main():
    "use workflow"
    return hashlib.file_digest
