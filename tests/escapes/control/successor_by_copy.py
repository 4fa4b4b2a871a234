# expect: stopped
from vm import continue_as_new
async def main():
    "use workflow"
    from copy import copy
    try: continue_as_new()
    except BaseException as error: signal = copy(error)
    raise signal
