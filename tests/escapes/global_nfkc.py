# expect: refused refused-name
async def main():
    "use workflow"
    global __ｂuiltins__
    __ｂuiltins__ = 1
