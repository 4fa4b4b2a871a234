"""Exceptions across the boundary: they never fail to encode, and come back as themselves or as a stand-in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.codec_samples import TYPES, BatchError, Node, PaymentError, PlainError, chained, with_context
from vm.core.codec import MAX_DEPTH, TypeTable, decode, encode, plain
from vm.errors import BadDuration, RemoteError, RetryableError, StepFailed


def round_trip(error: BaseException) -> Any:
    return decode(encode(error, TYPES), TYPES)


def test_error_comes_back_with_type_args_notes_attributes_and_chain() -> None:
    error = round_trip(chained())
    assert (type(error), error.args, error.code, error.__notes__) == (
        PaymentError,
        ("order 5",),
        "declined",
        ["try another card"],
    )
    assert str(error) == "payment of order 5 failed (declined)"
    assert type(error.__cause__) is FileNotFoundError
    assert str(error.__cause__) == "[Errno 2] gone: 'a.txt'"
    assert type(error.__cause__.__cause__) is KeyError


def test_context_is_kept_when_there_is_no_cause() -> None:
    error = round_trip(with_context())
    assert type(error.__context__) is LookupError
    assert error.__cause__ is None


def test_context_is_left_out_when_it_is_suppressed() -> None:
    error = with_context()
    error.__suppress_context__ = True
    assert "context" not in plain(encode(error, TYPES))


@pytest.mark.parametrize(
    "error",
    [
        OSError(13, "denied", "a", None, "b"),
        FileNotFoundError(2, "no"),
        OSError("plain"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"),
        SyntaxError("bad", ("f.py", 1, 2, "x =")),
        ImportError("no", name="mod", path="p"),
        StopIteration(5),
        SystemExit(3),
        KeyError("k"),
        BadDuration("x"),
        ExceptionGroup("g", [ValueError(1)]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_known_error_says_the_same_again(error: BaseException) -> None:
    again = round_trip(error)
    assert type(again) is type(error)
    assert (str(again), again.args[:1]) == (str(error), error.args[:1])
    for name in ("errno", "filename", "filename2", "name", "code", "value", "reason", "lineno"):
        assert getattr(again, name, None) == getattr(error, name, None)


def test_attributes_of_our_own_errors_come_back() -> None:
    assert round_trip(RetryableError("x", retry_after="5m")).retry_after == "5m"
    assert round_trip(StepFailed("x", step="s", correlation_id="step_1", attempts=2)).attempts == 2


def test_unknown_error_comes_back_as_a_stand_in_that_says_the_same() -> None:
    error = decode(encode(PaymentError(5, code="declined"), TYPES))
    assert type(error) is RemoteError
    assert (error.type_name, str(error), error.args) == (
        "shop.py//PaymentError",
        "payment of order 5 failed (declined)",
        ("order 5",),
    )
    assert error.code == "declined"


def test_unknown_group_comes_back_as_a_stand_in_that_holds_its_errors() -> None:
    error = decode(encode(BatchError("batch", [PlainError("a")]), TYPES))
    assert type(error) is RemoteError
    assert (str(error), [str(inner) for inner in error.exceptions]) == ("batch", ["a"])


def test_group_of_an_unknown_base_exception_keeps_its_bytes() -> None:
    class Stop(BaseException):
        pass

    text = encode(BaseExceptionGroup("g", [Stop()]))
    assert type(decode(text)) is RemoteError
    assert encode(decode(text)) == text


def test_error_of_a_class_without_a_name_is_called_by_its_module() -> None:
    assert plain(encode(PlainError("x")))["$error"] == f"{PlainError.__module__}//PlainError"


def test_stand_in_that_was_never_decoded_is_an_error_like_any_other() -> None:
    error = round_trip(RemoteError("x"))
    assert (type(error), error.type_name, str(error)) == (RemoteError, "", "x")


def test_attributes_named_like_the_stand_ins_own_do_not_disturb_it() -> None:
    class Odd(Exception):
        pass

    odd = Odd("text")
    odd.__dict__.update(message="m", type_name="t", exceptions=[1])
    text = encode(odd)
    assert decode(text).type_name.endswith("Odd")
    assert str(decode(text)) == "text"
    assert encode(decode(text)) == text


def test_unencodable_arguments_become_the_message_without_addresses() -> None:
    error = round_trip(ValueError("x", object()))
    assert error.args == ("('x', <object object>)",)


def test_what_does_not_cross_is_left_behind() -> None:
    error = PlainError("x")
    error.__dict__.update(handle=object(), kept=1, __secret=2)
    error.__notes__ = ["n", 5]  # type: ignore[list-item]
    assert plain(encode(error, TYPES)) == {
        "$error": "shop.py//PlainError",
        "args": ["x"],
        "attributes": {"kept": 1},
    }


def test_error_whose_text_cannot_be_read_still_crosses() -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise ZeroDivisionError

    text = encode(Mute(object()))
    assert "text cannot be read" in str(decode(text))
    assert encode(decode(text)) == text


def test_chain_longer_than_the_limit_is_cut() -> None:
    error = ValueError(0)
    for number in range(1, MAX_DEPTH + 50):
        outer = ValueError(number)
        outer.__cause__ = error
        error = outer
    text = encode(error)
    assert encode(decode(text)) == text


@pytest.mark.parametrize(
    "wrap",
    [
        lambda error: ExceptionGroup("g", [error]),
        lambda error: ValueError(error),
    ],
)
def test_errors_inside_each_other_are_cut_where_they_lie_too_deep(wrap: Any) -> None:
    error: Exception = ValueError("innermost")
    for _ in range(150):
        error = wrap(error)
    text = encode(error)
    assert encode(decode(text)) == text


def test_group_that_stands_twice_is_one_again() -> None:
    group = ExceptionGroup("g", [ValueError(1)])
    again = decode(encode([group, group]))
    assert again[0] is again[1]


def test_text_of_an_error_is_plain_text_whatever_its_class_says() -> None:
    class Text(str):
        __slots__ = ()

    class Odd(Exception):
        def __str__(self) -> str:
            return Text("odd")

    assert plain(encode(Odd()))["message"] == "odd"
    assert plain(encode(ExceptionGroup(Text("g"), [ValueError()])))["text"] == "g"


def test_error_that_causes_itself_comes_back_so() -> None:
    error = ValueError("loop")
    error.__cause__ = error
    again = round_trip(error)
    assert again.__cause__ is again


def test_what_a_failed_attempt_numbered_is_forgotten() -> None:
    shared: list[Any] = []
    again = round_trip(ValueError(shared, object()))
    assert encode([ValueError(shared, object()), shared]).endswith(",[]]")
    assert again.args != ()


def test_slots_of_an_error_come_back() -> None:
    class Coded(Exception):
        __slots__ = ("code",)

    types = TypeTable({"Coded": Coded})
    error = Coded("x")
    error.code = Node("n")  # does not cross: `types` knows no Node
    assert "attributes" not in plain(encode(error, types))
    error.code = 5
    assert decode(encode(error, types), types).code == 5


def test_error_with_arguments_that_its_builtin_base_refuses_keeps_them() -> None:
    class Odd(UnicodeDecodeError):
        def __init__(self, text: str) -> None:
            super().__init__("utf-8", b"x", 0, 1, "bad")
            self.args = (text,)

    types = TypeTable({"Odd": Odd})
    assert decode(encode(Odd("x"), types), types).args == ("x",)
