# expect: refused refused-attribute
async def main():
    "use workflow"
    try: 1 / 0
    except ZeroDivisionError as e: return e.__traceback__.tb_frame
