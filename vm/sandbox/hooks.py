"""The names of the guards in a namespace. None can be written in source: an identifier holds no dot.

So no parameter, capture, import, handler or type parameter of the author's can shadow one.
"""

from __future__ import annotations

from typing import Final

PRIVATE: Final = ".private"  # read `x._name`
GETATTR: Final = ".getattr"  # Python's own, for names that may be read on anything
HASATTR: Final = ".hasattr"
DYNAMIC: Final = ".dynamic"  # read a name of the dynamic table
TYPE: Final = ".type"  # x.__class__
VARS: Final = ".vars"  # x.__dict__
WRITE: Final = ".write"  # give back x, proved to be the author's
ERROR: Final = ".error"  # give back x, proved to be an error of the author's, no class
CLASSES: Final = ".classes"  # the classes whose instances need no further look to be that
TYPE_OF: Final = ".type_of"  # Python's own `type`
INT: Final = ".int"
FLOAT: Final = ".float"
GENERATOR: Final = ".generator"
HELD: Final = ".held"  # and a number: an operand that a guard looks at before it is used
NEAR: Final = ".near"  # and a hook: a variable in which a function keeps it for its loops
CAUGHT: Final = ".caught"  # first in a handler that could catch what must pass
FATAL: Final = ".fatal"  # errors that end the run, whatever a body makes of them
ANY: Final = ".any"  # BaseException, where a `with` block ends
CAUGHT_GROUP: Final = ".caught_group"  # first in every `except*`
REWORD: Final = ".reword"  # first in a narrow handler that has a name for the error
FORMAT: Final = ".format"  # f"{x:spec}" where the specification may ask the locale or the clock
DOC: Final = ".doc"  # x.__doc__
CLEAN: Final = ".clean"  # text without addresses
SHOWN: Final = ".shown"  # give back what is about to be written out, paid for
STR: Final = ".str"
REPR: Final = ".repr"
ASCII: Final = ".ascii"
REAL_STR: Final = ".real_str"  # in isinstance and in patterns
REMAINDER: Final = ".remainder"  # a % b where a may be text
REMAINDER_IN_PLACE: Final = ".remainder_in_place"
SET: Final = ".set"  # set(xs), a set display or comprehension
SUPER: Final = ".super"  # super(A, self)
SUPER_READ: Final = ".super_read"  # super().name where the receiver may be a class
INSTANCE: Final = ".instance"  # a method's first parameter, proved to be no class
SUPER_TEXT: Final = ".super_text"  # super().__repr__
UNBOUND: Final = ".unbound"  # Base.__init__
OBJECT_SETATTR: Final = ".object_setattr"
IMPORT: Final = ".import"
IMPORT_FROM: Final = ".from"
STUB: Final = ".stub"  # what a step's name is bound to
TOKEN: Final = ".token"  # proof that a class was made in this run
OWN: Final = ".own"  # where a class keeps it
LEFT: Final = ".left"  # units paid for and not used up: a variable that all functions of a run share
REFUEL: Final = ".refuel"  # pay for the next units
NEXT: Final = ".next"  # the same where no variable can be counted down: `.next(.units)` is one unit
UNITS: Final = ".units"
SPEND: Final = ".spend"  # several units, where no variable can be counted down
TURNS: Final = ".turns"  # the blocks of items that nobody else has, paid for by the block if their number is known
COUNTED: Final = ".counted"  # the same of what others may have: a list of them may grow meanwhile
BLOCK: Final = ".block"  # and a number: a block of items that a loop goes through
DELEGATED: Final = ".delegated"  # give back what `yield from` goes through
PAID_RANGE: Final = ".paid_range"  # the blocks of range(...), paid for
REPEATED: Final = ".repeated"  # the blocks of [...] * times, paid for
MULTIPLY: Final = ".multiply"  # a * b, unless it is too large to make
MULTIPLY_IN_PLACE: Final = ".multiply_in_place"
POWER: Final = ".power"
POWER_IN_PLACE: Final = ".power_in_place"
SHIFT: Final = ".shift"
SHIFT_IN_PLACE: Final = ".shift_in_place"
BOUNDED: Final = ".bounded"  # give back what is added to itself, unless it is too large
COUNT: Final = ".count"  # give back a number of bytes to make
ADD: Final = ".add"  # a + b, unless it is too large to make
ADDED: Final = ".added"  # give back what is about to be added to something
OCTETS: Final = ".octets"  # give back what a whole number is made from
DIGITS: Final = ".digits"  # give back the text of a whole number in a base
WIDTH: Final = ".width"  # give back a width
REPLACE: Final = ".replace"  # text.replace(old, new)
REPLACE_ANY: Final = ".replace_any"  # the same with other arguments
JOIN: Final = ".join"
JOIN_ANY: Final = ".join_any"
RANGE: Final = ".range"
PLAIN_RANGE: Final = ".plain_range"  # the same, of small literals
KEY: Final = ".key"  # give back what is about to be hashed, paid for
AGAINST: Final = ".against"  # give back what is about to be compared with another
SEARCHED: Final = ".searched"  # give back what something is about to be looked for in
COMPARE: Final = ".compare"  # a comparison whose operands no variable can hold
KINDS: Final = ".kinds"  # give back the classes that something is asked to be of
LINKED: Final = ".linked"  # an operand of a chain of comparisons whose operands no variable can hold
MEMBERS: Final = ".members"  # give back what is about to be hashed, item by item
METHOD: Final = ".method"  # x.get and its like, where it is not called
SOUGHT: Final = ".sought"  # give back what is about to be looked for in a row
DIVIDED: Final = ".divided"  # give back what a group of errors is about to be divided by
MATCHED: Final = ".matched"  # give back what patterns are about to be compared with
PAIRS: Final = ".pairs"  # give back what a dict is about to be made of
CONSUMED: Final = ".consumed"  # give back items that C code goes through, paid for
GROUP: Final = ".group"  # kinds of errors that `except*` divides
PAY_GROUP: Final = ".pay_group"
SCALARS: Final = ".scalars"  # kinds that hold nothing
BOUND: Final = ".bound"  # one end of a slice, unless it is one of many slices in one another
