# expect: stopped NotAvailable
import ctypes


async def main():
    "use workflow"
    return ctypes.string_at(0)
