# expect: stopped
# hole: policy trusts the names of narrow exceptions; the same way
import workflow


async def main():
    "use workflow"
    workflow.ValueError = BaseException
    def deep(): deep()
    try: deep()
    except ValueError: return "swallowed"
