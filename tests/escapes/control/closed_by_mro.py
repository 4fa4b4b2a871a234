# expect: stopped
from vm import RunCancelled, create_task
async def main():
    "use workflow"
    try: raise RunCancelled
    except BaseException as error: kinds = type(error).mro()
    raise kinds[-2].__subclasses__()[0]
