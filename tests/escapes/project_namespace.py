# expect: stopped
import workflow


async def main():
    "use workflow"
    return workflow._namespace["__builtins__"]["__import__"]("typing").sys
