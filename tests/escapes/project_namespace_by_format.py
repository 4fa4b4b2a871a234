# expect: stopped
import workflow


async def main():
    "use workflow"
    return "{0._namespace}".format(workflow)
