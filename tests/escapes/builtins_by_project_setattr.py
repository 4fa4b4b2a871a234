# expect: stopped AccessRefused
import workflow


async def main():
    "use workflow"
    setattr(workflow, "__builtins__", {})
