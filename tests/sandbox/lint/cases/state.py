import random
import uuid
from collections import defaultdict, deque
from datetime import UTC, datetime

memo = {}
log = []
words = defaultdict(list)
queue: deque = deque()
shared = {}
only_steps = []
fixed = (1, 2)
total = 0
count = 0
CONSTANT = [1, 2]
EARLY = []
EARLY.append(1)
KEY = uuid.uuid4()  #! value-at-import
TIME = datetime.now(UTC)
CHANCE = random.random()
NAME = "x"


async def main(xs):
    "use workflow"
    global total
    memo["a"] = 1  #! module-state
    memo["b"] = 2
    del memo["a"]
    log.append(1)  #! module-state
    words["x"] += [1]  #! module-state
    total = 5  #! module-state
    shared["a"] = 1  #! state-not-shared
    xs.append(1)
    own = []
    own.append(1)
    own[0] = 2
    local_memo = {} if xs is None else own
    CONSTANT.copy(), CONSTANT[0], fixed.count(1), EARLY
    helper()
    return KEY, TIME, NAME, await charge()


def helper():
    global count
    count += 1  #! module-state
    queue.extend([1])  #! module-state


def charge():
    "use step"
    only_steps.append(1)
    shared.get("a")
    return KEY, CHANCE, NAME
