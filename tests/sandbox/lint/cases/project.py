import shop
import deep.shop
import deep
import lonely.shop as far
from shop import charge, charge as pay
from deep import charge as third, shop as inner
from deep.shop import charge as fourth
from lib import total, missing, bare
from circular import x
from broken import y
import broken
import circular


async def main():
    "use workflow"
    shop.charge(1)  #! unawaited
    charge()  #! unawaited step-arguments
    pay(1)  #! unawaited
    third(1)  #! unawaited
    fourth(1)  #! unawaited
    far.charge(1)  #! unawaited
    inner.charge(1)  #! unawaited
    deep.charge(1)  #! unawaited
    shop.other(1)
    await use_step("charge")(1)  #! step-name
    x(), y(), missing(), circular.x(), circular.z(), broken.x()
    return total(), TABLE, Kind, bare


def first():
    sleep(1)  #! unawaited


TABLE = {"a": first}


class Kind:
    class Inner:
        def second(self):
            sleep(1)  #! unawaited


# file: shop.py
def charge(x):
    "use step"


# file: deep/__init__.py
from .shop import charge


# file: deep/shop.py
def charge(x):
    "use step"


# file: lonely/shop.py
def charge(x):
    "use step"


# file: lib.py
import httpx
from shop import charge


def total():
    charge(1)  #! unawaited
    return httpx  #! not-available


def other():
    charge(1)


# file: circular.py
from other_half import x


# file: other_half.py
from circular import x


# file: broken.py
def (
