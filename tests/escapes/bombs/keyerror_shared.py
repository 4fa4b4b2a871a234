# expect: stopped
async def main():
    "use workflow"
    x = ()
    for _ in range(60): x = (x, x)
    d = {}
    try: d[1]
    except KeyError as e:
        e.args = (x,)
        return str(e)
