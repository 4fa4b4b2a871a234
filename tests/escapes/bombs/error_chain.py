# expect: stopped
def f(n):
    try:
        if n: f(n - 1)
        raise ValueError('x' * 10_000)
    except ValueError as error: raise ValueError from error
async def main():
    "use workflow"
    while True:
        try: f(500)
        except ValueError as error: last = error
