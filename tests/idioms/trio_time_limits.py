import trio


async def main():
    "use workflow"
    found = []
    for seconds in (1, 5):
        with trio.move_on_after(3) as scope:
            await trio.sleep(seconds)
            found.append(f"ready after {seconds}")
        found.append((scope.cancelled_caught, scope.cancel_called))
    try:
        with trio.fail_after(2):
            try:
                await trio.sleep_forever()
            finally:
                with trio.CancelScope(shield=True), trio.move_on_after(1):
                    await trio.sleep(0.5)
                    found.append("cleaned up")
    except trio.TooSlowError:
        found.append("too slow")
    return found
