# expect: stopped
import asyncio
async def main():
    "use workflow"
    def cb(f):
        def d(): d()
        d()
    f = asyncio.Future()
    f.add_done_callback(cb)
    f.set_result(1)
    await asyncio.sleep(0)
    return "swallowed"
