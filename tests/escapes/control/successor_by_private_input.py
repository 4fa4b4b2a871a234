# expect: stopped
from vm import continue_as_new
async def main():
    "use workflow"
    try: continue_as_new()
    except BaseException as error: signal = error
    signal._input = '["forged"]'
    raise signal
