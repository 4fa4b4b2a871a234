"""An API that misbehaves: retries with back-off, and with the patience that the server asks for.

    python -m vm run vm/examples/flaky_api.py
    python -m vm run vm/examples/flaky_api.py --virtual-time     (does not wait for real)

A real HTTP server on this machine answers 503 with Retry-After, then 500, then breaks the connection, and
then does its work. Each attempt, its error and the time of the next one are in the journal.
Needs httpx: pip install 'workflow-vm[examples]'.
"""

import httpx

from vm import FatalError, RetryableError, gather, get_step_metadata, step


async def compare_weather(cities: tuple[str, ...] = ("Oslo", "Lagos")) -> dict:
    "use workflow"
    forecasts = await gather(*(fetch_forecast(city) for city in cities))
    warmest = max(forecasts, key=lambda forecast: forecast["celsius"])
    return {"warmest": warmest["city"], "celsius": warmest["celsius"]}


@step(max_retries=5, backoff="200ms")
async def fetch_forecast(city: str) -> dict:
    from vm.examples.flaky_server import server_url  # not part of the workflow: the sandbox never sees it

    key = get_step_metadata().step_id  # the same at every attempt
    async with httpx.AsyncClient(base_url=server_url(), trust_env=False) as http:
        try:
            answer = await http.get(f"/forecast/{city}", headers={"Idempotency-Key": key})
        except httpx.TransportError:
            raise RetryableError("the connection broke") from None
    if answer.status_code == 503:
        raise RetryableError("the server is busy", retry_after=int(answer.headers["Retry-After"]))
    if answer.status_code >= 500:
        raise RetryableError(f"the server failed with {answer.status_code}")
    if answer.status_code >= 400:
        raise FatalError(f"the server refused {city} with {answer.status_code}")
    forecast: dict = answer.json()
    return forecast
