import vm
from vm import step, use_step

OPTIONS = {"max_retries": "many"}


@step(max_retries=5, timeout="30s", loop="asyncio", backoff=None)
def good():
    return 1


@step(retries=5)  #! option-literal
def unknown():
    return 1


@vm.step(max_retries="5")  #! option-literal
def text():
    return 1


@step(timeout="half an hour")  #! option-literal
def duration():
    return 1


@step(loop="curio", **OPTIONS)  #! option-literal
def loop():
    return 1


@other.step(retries=5)
def other():
    return 1


async def main(n):
    "use workflow"
    await use_step("good", max_retries=-1)()  #! option-literal
    await use_step("good", max_retries=n)()
    await use_step("good", timeout=0)()  #! option-literal
