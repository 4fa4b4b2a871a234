"""What crosses, in which bytes, and what is refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import OrderedDict, defaultdict
from datetime import datetime, time, timedelta, timezone, tzinfo
from decimal import Context, Decimal, localcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from tests.core import strategies
from tests.core.codec_samples import (
    TYPES,
    Access,
    Basket,
    Celsius,
    Color,
    Customer,
    Money,
    Node,
    Point,
    Slotted,
    samples,
)
from vm.core.codec import (
    MAX_DEPTH,
    PLAIN,
    Record,
    TypeTable,
    decode,
    decode_call,
    encode,
    encode_call,
    plain,
    serializable,
)
from vm.errors import MalformedValue, NotSerializable

ROOT = Path(__file__).parents[2]
TEXTS = [encode(sample, TYPES) for sample in samples()]


def round_trip(value: Any) -> Any:
    return decode(encode(value, TYPES), TYPES)


# ---------------------------------------------------------------- bytes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": [1, None, True, -0.0, "ü"]}, '{"a":[1,null,true,-0.0,"ü"]}'),
        (((1,), {}), '{"$tuple":[{"$tuple":[1]},{}]}'),
        ({1: 2}, '{"$dict":[[1,2]]}'),
        ({"$x": 2}, '{"$dict":[["$x",2]]}'),
        ({"b", "a", 1}, '{"$set":["a","b",1]}'),
        (float("-inf"), '{"$float":"-inf"}'),
        (2**2048, '{"$int":"1' + "0" * 512 + '"}'),
        (-(2**2048), '{"$int":"-1' + "0" * 512 + '"}'),
        (b"\x00\xff", '{"$bytes":"AP8="}'),
        ("\ud800", '"\\ud800"'),
        ("\ud83d\ude00", '{"$str":["\\ud83d","\\ude00"]}'),
        (timedelta(seconds=1), '{"$timedelta":1000000}'),
        (Color.RED, '{"$enum":"shop.py//Color","name":"RED"}'),
        (Access.READ | Access.WRITE, '{"$enum":"shop.py//Access","value":3}'),
        (Money(1), '{"$data":"shop.py//Money","fields":{"amount":1,"currency":"EUR"}}'),
        (Point(1, 2), '{"$named":"shop.py//Point","fields":{"x":1,"y":2}}'),
        (Basket([1]), '{"$object":"shop.py//Basket","fields":{"items":[1],"_count":3}}'),
        (Celsius(20), '{"$state":"shop.py//Celsius","state":[20]}'),
    ],
)
def test_encode_writes_these_bytes(value: Any, text: str) -> None:
    assert encode(value, TYPES) == text


@pytest.mark.parametrize("text", TEXTS)
def test_text_stays_the_same_when_its_value_is_encoded_again(text: str) -> None:
    assert encode(decode(text, TYPES), TYPES) == text


@pytest.mark.parametrize("text", TEXTS)
def test_text_stays_the_same_when_the_classes_are_unknown_between(text: str) -> None:
    assert encode(decode(text)) == text


@pytest.mark.parametrize("text", TEXTS)
def test_plain_is_json_for_display(text: str) -> None:
    assert json.loads(json.dumps(plain(text), allow_nan=False)) == plain(text)


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_utf8(text: str) -> None:
    assert text.encode().decode() == text


def _other_pythons() -> list[str]:
    versions = Path.home() / ".pyenv" / "versions"
    found = [path / "bin" / "python" for name in ("3.12", "3.13", "3.14") for path in versions.glob(f"{name}.*")]
    return [sys.executable, *(str(path) for path in found if path.exists())]


@pytest.mark.parametrize("python", _other_pythons(), ids=lambda path: Path(path).parts[-3])
def test_texts_are_the_same_under_another_python_and_hash_seed(python: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "4711"}
    command = [python, "-m", "tests.core.codec_samples"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    assert json.loads(done.stdout) == TEXTS


@settings(max_examples=60, deadline=None)
@given(strategies.values)
def test_value_comes_back_the_same(value: Any) -> None:
    text = encode(value, TYPES)
    again = decode(text, TYPES)
    assert strategies.is_same(again, value)
    assert encode(again, TYPES) == text
    assert encode(decode(text)) == text


@settings(max_examples=100, deadline=None)
@given(strategies.graphs())
def test_graph_comes_back_with_its_shared_parts_and_cycles(value: Any) -> None:
    try:
        text = encode(value, TYPES)
    except NotSerializable:  # a state that leads back to its object
        reject()
    again = decode(text, TYPES)
    assert "object>" in text or strategies.is_same(
        again, value
    )  # an error whose argument was such a state keeps its text
    assert encode(again, TYPES) == text


@pytest.mark.parametrize("microseconds", [1, -1, 999_999, -999_999, 1_000_000, 3_600_000_001])
def test_offsets_of_less_than_a_second_are_kept(microseconds: int) -> None:
    value = time(1, 2, tzinfo=timezone(timedelta(microseconds=microseconds)))
    again = decode(encode(value))
    assert repr(again) == repr(value)
    assert encode(again) == encode(value)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(TEXTS), st.integers(0, 10_000), st.integers(0, 20), st.text('[]{}",:$0tn\\d8', max_size=4))
def test_decode_raises_nothing_but_malformed_value(text: str, place: int, length: int, junk: str) -> None:
    place %= len(text) + 1
    damaged = text[:place] + junk + text[place + length :]
    for types in (TYPES, PLAIN):
        try:
            decode(damaged, types)
        except MalformedValue:
            continue


_words = st.sampled_from(
    [
        "$tuple", "$dict", "$set", "$frozenset", "$ref", "$last", "$int", "$float", "$bytes", "$bytearray", "$date",
        "$time", "$datetime", "$timedelta", "$decimal", "$uuid", "$complex", "$str", "$enum", "$data", "$object",
        "$named", "$model", "$state", "$error", "$group", "fields", "state", "args", "message", "attributes", "notes",
        "cause", "context", "errors", "text", "value", "zone", "name", "fold", "unset",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.integers() | st.text("$a", max_size=3) | st.sampled_from(["shop.py//Money", "OSError", "2020"]),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3),
        max_leaves=8,
    )
)
def test_decode_of_any_json_raises_nothing_but_malformed_value(node: Any) -> None:
    try:
        decode(json.dumps(node), TYPES)
    except MalformedValue:
        return


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "nul", "[1", "NaN", "Infinity", '{"$nope":1}', '{"$ref":0}', '[{"$ref":-1}]', '[{"$ref":true}]',
        '{"$tuple":{}}', '{"$tuple":[1],"x":2}', '{"$int":5}', '{"$int":"xyz"}', '{"$bytes":"@"}', '{"$dict":[[1]]}',
        '{"$dict":[[[],1]]}', '{"$set":[{}]}', '{"$date":"2020-13-01"}', '{"$decimal":"x"}', '{"$last":[]}',
        '{"$datetime":"2020-01-01T00:00:00","zone":"No/Where"}', '{"$datetime":"2020-01-01T00:00:00","zone":"../x"}',
        '{"$datetime":"2020-01-01T00:00:00","zone":"Europe"}',
        '{"$datetime":"2020-01-01T00:00:00","zone":""+"x"*300+""}',
        '{"$timedelta":1e400}', '{"$enum":"shop.py//Color","name":"BLUE"}', '{"$enum":"shop.py//Color","value":9}',
        '{"$enum":5,"name":"RED"}', '{"$data":"shop.py//Money","fields":[]}', '{"$data":"shop.py//Money"}',
        '{"$state":"shop.py//Celsius","state":5}', '{"$error":"ValueError"}', '{"$error":"ValueError","args":1}',
        '{"$error":"ValueError","args":[],"cause":5}', '{"$error":"ValueError","args":[],"notes":[1]}',
        '{"$group":"ExceptionGroup","text":"g","errors":[]}', '{"$group":"ExceptionGroup","text":"g","errors":[1]}',
        '["$x",' * 100_000, "[" * 100_000,
    ],
)  # fmt: skip
def test_decode_refuses_what_encode_never_wrote(text: str) -> None:
    with pytest.raises(MalformedValue):
        decode(text, TYPES)


@pytest.mark.parametrize("text", ["{", "NaN"])
def test_plain_refuses_what_is_no_json(text: str) -> None:
    with pytest.raises(MalformedValue):
        plain(text)


def test_decimal_is_written_alike_whatever_the_threads_context_says() -> None:
    with localcontext(Context(capitals=0, prec=2)):
        assert encode(Decimal("1E+400")) == '{"$decimal":"1E+400"}'
        assert round_trip(Decimal("1.23456")) == Decimal("1.23456")


def test_big_number_crosses_when_the_digit_limit_is_lowered() -> None:
    limit = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(640)
    try:
        for number in (2**2048 - 1, 2**2048, -(2**100_000)):
            assert round_trip([number]) == [number]
    finally:
        sys.set_int_max_str_digits(limit)


def test_fields_that_have_their_own_setattr_and_init_are_put_back_without_them() -> None:
    customer = Customer("Ada")
    customer.name = "never"
    assert round_trip(customer) == customer
    money = round_trip(Money(1))
    assert (money.amount, money.currency, hasattr(money, "unset")) == (1, "EUR", False)


def test_slot_that_was_never_set_stays_unset() -> None:
    again = round_trip(Slotted(1))
    assert again.a == 1
    assert not hasattr(again, "b")


def test_set_decodes_to_the_set_type_of_its_side_in_the_order_of_the_text() -> None:
    class OrderedSet(dict[Any, None]):
        def add(self, item: Any) -> None:
            self[item] = None

    class FrozenList(tuple[Any, ...]):
        __slots__ = ()

    types = TypeTable(set_type=OrderedSet, frozenset_type=FrozenList)
    text = encode([{"c", "a", "b"}, frozenset({2, 1})])
    again = decode(text, types)
    assert (type(again[0]), list(again[0])) == (OrderedSet, ["a", "b", "c"])
    assert (type(again[1]), list(again[1])) == (FrozenList, [1, 2])
    assert encode(again, types) == text


# -------------------------------------------------------------- sharing


def test_shared_containers_are_one_object_again() -> None:
    shared: list[Any] = [1]
    again = round_trip([shared, {"x": shared}, (shared,), Money(shared)])
    assert all(part is again[0] for part in (again[1]["x"], again[2][0], again[3].amount))


@pytest.mark.parametrize(
    "shared",
    [
        ([],),
        frozenset({Node("x")}),
        Point(1, 2),
        bytearray(b"x"),
        {1},
        Celsius(1),
        Basket(1),
        Record("T"),
        ("x" * 2000,),
    ],
    ids=lambda value: type(value).__name__,
)
def test_container_of_any_kind_is_one_object_again(shared: Any) -> None:
    again = round_trip([shared, shared])
    assert again[0] is again[1]


def test_payload_without_sharing_carries_no_marks() -> None:
    assert "$ref" not in encode([[1], [1], {}, {}, (1, 2), (1, 2), "a", "a", 10**30, 10**30])


def test_equal_constants_are_written_alike_whether_or_not_they_are_one_object() -> None:
    one = (1, ("a", frozenset({2})))
    other = (1, ("a", frozenset({2})))
    assert encode([one, one]) == encode([one, other])


def test_long_constants_are_pointed_to_so_that_text_does_not_explode() -> None:
    value: Any = ("x",)
    for _ in range(60):
        value = (value, value)
    text = encode(value)
    assert len(text) < 10_000
    assert encode(decode(text)) == text


def test_tuple_that_leads_back_to_itself_comes_back_as_one() -> None:
    inner: list[Any] = []
    outer = (inner, {"again": inner})
    inner.append(outer)
    again = round_trip(outer)
    assert again[0][0] is again
    assert again[1]["again"] is again[0]


def test_order_of_a_set_of_objects_is_no_part_of_its_text() -> None:
    shared: list[Any] = []
    members = [Node(label, shared) for label in "cab"]
    assert encode(set(members), TYPES) == encode({members[2], members[0], members[1]}, TYPES)
    labels = [node["fields"]["label"] for node in plain(encode(set(members), TYPES))["$set"]]
    assert labels == ["a", "b", "c"]


def test_temporary_state_is_not_taken_for_shared() -> None:
    assert "$ref" not in encode([Celsius(n) for n in range(50)], TYPES)


# ------------------------------------------------------------- refusals


class Text(str):
    __slots__ = ()


class FakeZone(tzinfo):
    def utcoffset(self, _: Any) -> timedelta:
        raise AssertionError("encoding runs no code of the author's")


class Unknown:
    pass


class Hostile:
    """Every question that it can be asked is an error."""

    def _fail(self, *_: Any) -> Any:
        raise AssertionError("encoding runs no code of the author's")

    __eq__ = __getattribute__ = __getattr__ = __iter__ = __len__ = __repr__ = __str__ = __reduce_ex__ = _fail
    __hash__ = None  # type: ignore[assignment]
    __class__ = property(_fail)  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("value", "path", "kind"),
    [
        (object(), "value", "object"),
        ([1, {"a": (object(),)}], 'value[1]["a"][0]', "object"),
        ({5: object()}, "value[5]", "object"),
        ({(1,): object()}, "value (a value)", "object"),
        ({Unknown(): 1}, "value (a key)", "Unknown"),
        (Customer("x", [len]), "value.tags[0]", "builtin_function_or_method"),
        (Money(Money(object())), "value.amount.amount", "object"),
        (Point(1, object()), "value.y", "object"),
        ({Node("x", object())}, "value (a member).links", "object"),
        (Celsius(object()), "value.to_state()[0]", "object"),
        ([OrderedDict()], "value[0]", "OrderedDict"),
        (defaultdict(list), "value", "defaultdict"),
        (Text("x"), "value", "Text"),
        (os.stat_result(range(10)), "value", "stat_result"),
        (datetime(2020, 1, 1, tzinfo=FakeZone()), "value", "datetime"),
        ([Unknown()], "value[0]", "Unknown"),
        ([Hostile()], "value[0]", "Hostile"),
        (ValueError, "value", "type"),
        (Record("T", {"a": object()}), "value.a", "object"),
    ],
)
def test_encode_refuses_and_names_the_path(value: Any, path: str, kind: str) -> None:
    with pytest.raises(NotSerializable) as refusal:
        encode(value, TYPES)
    assert (refusal.value.path, refusal.value.kind) == (path, kind)


def test_encode_refuses_an_instance_whose_class_has_no_name() -> None:
    with pytest.raises(NotSerializable, match="find by name"):
        encode([Money(1)])


def test_encode_refuses_a_named_tuple_that_holds_more_than_its_fields() -> None:
    class Tagged(Point):
        pass

    tagged = Tagged(1, 2)
    tagged.tag = "x"  # type: ignore[attr-defined]
    with pytest.raises(NotSerializable, match="more than its fields"):
        encode(tagged, TypeTable({"Tagged": Tagged}))


def test_encode_refuses_a_state_that_leads_back_to_its_object() -> None:
    celsius = Celsius(None)
    celsius._degrees = [celsius]
    with pytest.raises(NotSerializable, match="leads back"):
        encode(celsius, TYPES)


def test_encode_refuses_an_enum_value_that_is_no_member() -> None:
    stray = object.__new__(Color)
    with pytest.raises(NotSerializable, match="member"):
        encode(stray, TYPES)


def test_encode_refuses_a_dataclass_that_is_a_container_too() -> None:
    from dataclasses import dataclass

    @dataclass
    class Odd(dict[str, int]):
        x: int = 1

    with pytest.raises(NotSerializable, match="subclass of dict"):
        encode(Odd(), TypeTable({"Odd": Odd}))


def test_encode_refuses_a_zone_without_a_key() -> None:
    from io import BytesIO
    from zoneinfo import ZoneInfo

    minimal = b"TZif" + b"\0" * 16 + b"\0\0\0\0" * 3 + b"\0\0\0\0" + b"\0\0\0\1" + b"\0\0\0\4" + b"\0" * 6 + b"UTC\0"
    zone = ZoneInfo.from_file(BytesIO(minimal))
    with pytest.raises(NotSerializable, match="time zone"):
        encode(datetime(2020, 1, 1, tzinfo=zone))


def _nest(wrap: Any, levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = wrap(value)
    return value


@pytest.mark.parametrize(
    "wrap",
    [
        lambda value: [value],
        lambda value: (value,),
        lambda value: {"a": value},
        lambda value: {1: value},
        lambda value: frozenset({value}),
        Money,
        Basket,
        lambda value: Point(value, 1),
    ],
)
def test_depth_is_limited(wrap: Any) -> None:
    text = encode(_nest(wrap, MAX_DEPTH), TYPES)
    assert encode(decode(text, TYPES), TYPES) == text
    with pytest.raises(NotSerializable, match="levels deep"):
        encode(_nest(wrap, MAX_DEPTH + 1), TYPES)


def test_sets_of_objects_inside_each_other_are_limited() -> None:
    value: Any = frozenset({Node("a"), Node("b")})
    for _ in range(20):
        value = frozenset({value, Node("c")})
    with pytest.raises(NotSerializable, match="sets of objects"):
        encode(value, TYPES)


@pytest.mark.parametrize(
    ("args", "kwargs", "path"),
    [
        ((1, [object()]), {}, "args[1][0]"),
        ((), {"amount": object()}, 'kwargs["amount"]'),
    ],
)
def test_refused_argument_is_named_as_the_caller_wrote_it(args: Any, kwargs: Any, path: str) -> None:
    with pytest.raises(NotSerializable) as refusal:
        encode_call(args, kwargs)
    assert refusal.value.path == path


def test_call_is_the_pair_of_its_arguments() -> None:
    assert encode_call((1,), {"a": 2}) == encode(((1,), {"a": 2}))


_kwargs = st.just({}) | st.dictionaries(st.text("ab$", min_size=1), strategies.values, max_size=2)


@given(st.lists(strategies.scalars | strategies.values, max_size=4).map(tuple), _kwargs)
def test_calls_are_written_and_read_like_any_pair(args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    try:
        text = encode((args, kwargs))
    except NotSerializable:
        reject()
    assert encode_call(args, kwargs) == text
    assert strategies.is_same(decode_call(text), decode(text))


@pytest.mark.parametrize(
    "text", ['{"$tuple":[{"$tuple":[1]}]}', '{"$tuple":[{"$tuple":[1],"x":2},{}]}', "[1,{}] ", "["]
)
def test_malformed_calls_are_refused(text: str) -> None:
    with pytest.raises(MalformedValue):
        decode_call(text)


# --------------------------------------------------------------- records


def test_unknown_object_comes_back_as_a_record_with_its_fields() -> None:
    record = decode(encode([Customer("Ada", [1]), Point(1, 2), Color.RED, Celsius(3)], TYPES))
    assert (record[0].name, record[0].tags) == ("Ada", [1])
    x, y = record[1]
    assert (x, y, record[1][1]) == (1, 2, 2)
    assert record[2].name == "RED"
    assert repr(record[0]) == "Record('shop.py//Customer', name='Ada', tags=[1], score=7)"
    assert repr(record[3]) == "Record('shop.py//Celsius', [3])"


def test_record_refuses_what_it_does_not_have() -> None:
    record = Record("lib//Thing", {"a": 1})
    with pytest.raises(AttributeError, match="no field 'b'"):
        _ = record.b
    with pytest.raises(AttributeError):
        record.a = 2
    with pytest.raises(TypeError, match="not iterable"):
        iter(record)


def test_records_are_equal_when_type_and_fields_are() -> None:
    assert Record("T", {"a": [1]}) == Record("T", {"a": [1]})
    assert hash(Record("T", {"a": [1]})) == hash(Record("T", {"a": [2]}))
    assert Record("T", {"a": 1}) != Record("U", {"a": 1})
    assert Record("T", {"a": 1}) != {"a": 1}


def test_record_of_a_state_shows_its_keys_as_attributes() -> None:
    @serializable
    class Box:
        def to_state(self) -> Any:
            return {"size": 3}

        @classmethod
        def from_state(cls, state: Any) -> Box:
            return cls()

    assert decode(encode(Box(), TypeTable({"Box": Box}))).size == 3


def test_class_of_another_kind_now_comes_back_as_a_record() -> None:
    again = decode(encode(Money(1), TYPES), TypeTable({"shop.py//Money": Point}))
    assert type(again) is Record


def test_named_tuple_with_other_fields_now_comes_back_as_a_record() -> None:
    text = encode(Point(1, 2), TYPES)
    again = decode(text.replace('"y"', '"z"'), TYPES)
    assert (type(again), again.z) == (Record, 2)
