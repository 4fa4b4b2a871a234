async def main():
    "use workflow"
    d = {(1, 2): 'x'}
    t = (1, 2)
    return d[*t]
