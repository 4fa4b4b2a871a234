# expect: stopped
import warnings
async def main():
    "use workflow"
    for i in range(10**6): warnings.warn("x" * 1000 + str(i))
