# expect: harmless ['SyntaxError: x (passwd, line 1)\n']
async def main():
    "use workflow"
    e = SyntaxError("x", ("/etc/passwd", 1, 1, "x"))
    import traceback
    return traceback.format_exception_only(e)
