# expect: stopped vm.core.signals//ContinueAsNew
from vm import continue_as_new
async def main():
    "use workflow"
    try: continue_as_new()
    except BaseException as error: signal = error
    raise type(signal)()
