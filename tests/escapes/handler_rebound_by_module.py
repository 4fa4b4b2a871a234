# expect: stopped
import workflow


async def main():
    "use workflow"
    workflow.ValueError = BaseException
    def deep(): deep()
    try: deep()
    except ValueError: return "swallowed"
