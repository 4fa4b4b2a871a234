"""`fromisoformat` takes more with every version: 24:00 from 3.14 on."""
import datetime

TEXTS = [
    "2024-02-29", "20240229", "2024-W09-4", "2024W094", "2024-060", "2024-02-29T24:00", "2024-02-29T24:00:00", "2024-02-29T24:01", "2024-12-31T24:00:00+01:00",
    "2024-02-29 10:11", "2024-02-29T10:11:12,5", "2024-02-29T10:11:12.123456789", "2024-02-29T10:11Z", "2024-02-29T10", "2024-02-29T101112", "2024-02-29T10:11:12+0530", "2024-02-29T10:11:12-00:00",
    "2024-02-29T10:11:12+05", "2024-02-29T10:11:12.1", "2024-2-29", "2024-02-30", "0000-01-01", "x", "", "2024-02-29T10:11:12+24:00", "2024-02-29T10:11:60", "24:00", "T10:11", "10:11", "1011", "10:11:12.5+01:00",
]


def attempt(kind, text):
    try:
        return repr(kind.fromisoformat(text))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


async def main():
    "use workflow"
    return [attempt(kind, text) for kind in (datetime.date, datetime.datetime, datetime.time) for text in TEXTS]
