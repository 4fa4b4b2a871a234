# expect: stopped
import warnings
async def main():
    "use workflow"
    x = ()
    for _ in range(60): x = (x, x)
    warnings.warn(UserWarning(x))
