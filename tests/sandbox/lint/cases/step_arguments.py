from vm import start, step, use_step


async def main(args, options):
    "use workflow"
    await charge(1)
    await charge(1, "EUR")
    await charge(amount=1, currency="EUR")
    await charge()  #! step-arguments
    await charge(1, 2, 3)  #! step-arguments
    await charge(1, amount=1)  #! step-arguments
    await charge(1, curency="EUR")  #! step-arguments
    await charge(*args)
    await charge(1, **options)
    await use_step("charge")(1)
    await use_step("charge")()  #! step-arguments
    await use_step(options)()
    await use_step()()
    await options.charge()
    await anything(1, 2, x=3)
    await named(1, y=2)
    await named(x=1, y=2)  #! step-arguments
    await named(1)  #! step-arguments
    await start(child, 1).result()
    await start(child).result()  #! step-arguments
    await start("child", 1).result()
    await start(options, 1).result()
    start()


@step
def charge(amount, currency="EUR"):
    return amount


@step(max_retries=1)
async def anything(*args, **kwargs):
    return args


async def named(x, /, *, y):
    "use step"
    return x


async def child(x):
    "use workflow"
    return x
