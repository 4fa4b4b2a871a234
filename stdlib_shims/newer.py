"""What only newer Pythons have on objects that every Python has: on none, it is there.

Found by comparing what the objects that bodies can hold have, on 3.11 and on 3.14.
"""

from __future__ import annotations

import datetime
import decimal
import fractions
import ipaddress
import random
from typing import Any, Final

NEWER: Final[dict[str, tuple[type, ...]]] = {
    "binomialvariate": (random.Random,),
    "from_number": (float, complex, decimal.Decimal, fractions.Fraction),
    "ipv6_mapped": (ipaddress.IPv4Address,),
    "is_integer": (int, fractions.Fraction),
    "name_from": (ImportError,),
    "resize": (bytearray,),
    "strptime": (datetime.date, datetime.time),
}
"""Names of attributes, and the classes that have got them since 3.11."""


def is_newer(obj: object, name: str) -> bool:
    """Tell whether what `obj.name` finds is such an attribute, and nothing of the same name that an author has made."""
    kinds = NEWER[name]
    cls = obj if isinstance(obj, type) else type(obj)
    if not issubclass(cls, kinds) or (name == "strptime" and issubclass(cls, datetime.datetime)):
        return False
    return not any(name in vars(base) for base in cls.__mro__ if base not in kinds)


def missing(obj: Any, name: str) -> AttributeError:
    """Return the error of the Pythons that do not have it."""
    kind = f"type object '{obj.__name__}'" if isinstance(obj, type) else f"'{type(obj).__name__}' object"
    return AttributeError(f"{kind} has no attribute '{name}'", name=name, obj=obj)
