# expect: stopped
async def main():
    "use workflow"
    d = {i: i for i in range(300_000)}
    while True:
        match d:
            case {1: _, **rest}: pass
