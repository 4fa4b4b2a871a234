import trio


async def first_of(*functions):
    winners = []

    async def run(function, scope):
        winners.append(await function())
        scope.cancel()

    async with trio.open_nursery() as nursery:
        for function in functions:
            nursery.start_soon(run, function, nursery.cancel_scope)
    return winners[0]


async def main():
    "use workflow"
    def server(name, seconds):
        async def ask():
            await trio.sleep(seconds)
            return name
        return ask

    start = trio.current_time()
    winner = await first_of(server("eu", 3), server("us", 1), server("ap", 2))
    return winner, round(trio.current_time() - start)
