# expect: refused refused-attribute
import copy
async def main():
    "use workflow"
    try: 1/0
    except ZeroDivisionError as e: return copy.copy(e).__traceback__.tb_frame
