# expect: stopped
from vm import log
async def main():
    "use workflow"
    x = ()
    for _ in range(60): x = (x, x)
    log(x)
