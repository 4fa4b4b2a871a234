import vm
from vm import use_step as find


async def main(name):
    "use workflow"
    await use_step("charge")(1)
    await find("charge")(1)
    await use_step("step//step_name.py//charge")(1)
    await use_step("step//elsewhere.py//charge")(1)
    await use_step("chrage")(1)  #! step-name
    await vm.use_step("main")(1)  #! step-name
    await use_step(name)(1)
    await use_step(f"{name}")(1)
    await use_step(5)(1)


def charge(x):
    "use step"
    return x
