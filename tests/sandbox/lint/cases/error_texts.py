import asyncio
from vm import StepFailed


class OwnError(Exception):
    pass


async def main(x):
    "use workflow"
    try:
        await charge(x)
    except ValueError as error:
        if str(error) == "x":  #! error-text-branch
            return 1
        if "x" in f"{error}":  #! error-text-branch
            return 2
        if error.args[0]:  #! error-text-branch
            return 3
        if type(error) is ValueError and isinstance(error, LookupError):
            return 4
        text = repr(error)
        print(text, str(error), f"{error!r}")
        while text:  #! error-text-branch
            break
        match str(error):  #! error-text-branch
            case "x":
                return 5
        found = 1 if str(error) else 2  #! error-text-branch
        await charge(str(error))  #! error-text-argument
        await charge(x=f"failed: {error}")  #! error-text-argument
        await charge(text)  #! error-text-argument
        await charge([str(error).upper()])  #! error-text-argument
        await charge(type(error).__name__)
        await charge(str(found))
        error.args.count(1)
        assert str(error)  #! error-text-branch
        raise OwnError(str(error)) from error
    except StepFailed as error:
        if str(error):
            await charge(str(error))
    except OwnError as error:
        if str(error):
            return 6
    except (OwnError, KeyError) as error:
        if str(error):  #! error-text-branch
            return 7
    except asyncio.TimeoutError as error:
        if str(error):
            return 8
    except TypeError:
        if str(x):
            return 9


def charge(x):
    "use step"
    try:
        return x
    except ValueError as error:
        if str(error):
            return 1
