# expect: stopped AccessRefused
async def main():
    "use workflow"
    return getattr((), '__cla' + 'ss__').mro()[1], getattr(object, '__subclasses__')
