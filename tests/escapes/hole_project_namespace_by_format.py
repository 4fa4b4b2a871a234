# expect: stopped
# hole: the same through a format string
import workflow


async def main():
    "use workflow"
    return "{0._namespace}".format(workflow)
