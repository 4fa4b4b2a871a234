import asyncio


async def quote(carrier, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError(carrier)
    return carrier, price


async def main():
    "use workflow"
    asked = [("post", 3, 5), ("bike", 1, None), ("van", 2, 9)]
    found = await asyncio.gather(*(quote(*each) for each in asked), return_exceptions=True)
    offers = [each for each in found if not isinstance(each, BaseException)]
    failed = [str(each) for each in found if isinstance(each, ConnectionError)]
    try:
        await asyncio.gather(*(quote(*each) for each in asked))
    except ConnectionError as error:
        failed.append(f"first: {error}")
    return min(offers, key=lambda offer: offer[1]), failed
