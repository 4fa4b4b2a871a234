# expect: stopped AccessRefused
import workflow


async def main():
    "use workflow"
    return getattr(workflow, "__builtins__")
