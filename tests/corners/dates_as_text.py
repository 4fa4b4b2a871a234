"""Names of days and months are the locale's in the real `strptime` and `strftime`, and some directives the platform's."""
import datetime
import time
from datetime import UTC, timedelta, timezone

MOMENTS = [datetime.datetime(2024, 12, 1, 9, 5, 3, 42), datetime.datetime(7, 3, 9), datetime.datetime(2024, 5, 31, 23, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))]
DIRECTIVES = "a A w d b B m y Y H I M S f p z Z j U W c x X G u V e D F R T h n t C".split()


def attempt(function, *given):
    try:
        return str(function(*given))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


async def main():
    "use workflow"
    found = [attempt(moment.strftime, f"%{directive}|") for moment in MOMENTS for directive in DIRECTIVES]
    found += [attempt(f"{moment:%d %B %Y %H:%M}".strip) for moment in MOMENTS]
    parse = datetime.datetime.strptime
    for text, form in [("01 Dec 2024", "%d %b %Y"), ("Sunday 1 December 2024", "%A %d %B %Y"), ("Mai 2024", "%b %Y"), ("10 PM", "%I %p"), ("2024-W52-7", "%G-W%V-%u"), ("24-12-01 +0530", "%y-%m-%d %z"), ("2024-12-01T09:05:03.000042Z", "%Y-%m-%dT%H:%M:%S.%f%z"), ("366 2024", "%j %Y"), ("31.02.2024", "%d.%m.%Y"), ("Sun Dec  1 09:05:03 2024", "%c"), ("12/01/24", "%x"), ("x", "%Y"), ("2024 x", "%Y"), ("5 2024", "%U %Y"), ("%", "%%"), ("1", "%Q"), ("29 2", "%d %m")]:
        found.append(attempt(parse, text, form))
    found += [attempt(time.strptime, "01 Dec 2024", "%d %b %Y"), attempt(time.strftime, "%a %d %b %Y", (2024, 12, 1, 9, 5, 3, 6, 336, 0)), attempt(time.asctime, (2024, 12, 1, 9, 5, 3, 6, 336, 0))]
    found += [attempt(datetime.date.today), attempt(datetime.datetime.now), attempt(datetime.datetime.now, UTC), attempt(datetime.datetime.fromtimestamp, 1e9), attempt(MOMENTS[0].timestamp), attempt(MOMENTS[0].astimezone), attempt(time.localtime, 0), attempt(time.mktime, (2024, 1, 1, 0, 0, 0, 0, 0, 0)), attempt(datetime.datetime.utcnow), time.tzname, time.timezone]
    return [repr(one) for one in found]
