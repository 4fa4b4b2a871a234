# expect: stopped
import traceback
async def main():
    "use workflow"
    e = None
    for _ in range(20):
        try:
            try: raise ValueError("x" * 100_000)
            except ValueError as f: raise ExceptionGroup("g", [e or f, f])
        except ExceptionGroup as g: e = g
    return len("".join(traceback.format_exception(e)))
