# expect: stopped
# hole: reading a private name of a project module gives its slots: the namespace, the guards, real modules
import workflow


async def main():
    "use workflow"
    return workflow._namespace["__builtins__"]["__import__"]("typing").sys
