"""The smaller modules: what each answers, and what it refuses."""

from __future__ import annotations

import calendar as real_calendar
import collections
import difflib as real_difflib
import graphlib as real_graphlib
import importlib
import ipaddress as real_ipaddress
import pprint as real_pprint
import statistics as real_statistics
import struct as real_struct
import types
import zlib as real_zlib

import pytest

import stdlib_shims
from stdlib_shims.face import Face
from stdlib_shims.refusals import Refused, TooLarge


def public_names(module):
    listed = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    return {name for name in listed if not isinstance(getattr(module, name), types.ModuleType)}


@pytest.mark.parametrize("name", sorted(stdlib_shims.NAMES))
def test_every_public_name_of_a_module_is_decided(name, run):
    module = pytest.importorskip(name)
    decided = {row.name for row in stdlib_shims.describe(name, run)}
    assert {known for known in public_names(module) if not known.startswith("_")} - decided == set()


def test_table_of_a_module_says_what_is_offered_replaced_and_refused(run):
    table = {row.name: row for row in stdlib_shims.describe("zlib", run)}
    assert table["crc32"].treatment == "offered"
    assert table["decompress"][1:] == (
        "replaced",
        "Return what was compressed. `bufsize` is taken and changes nothing.",
    )
    assert table["compress"].treatment == "refused"
    assert "builds of zlib" in table["compress"].reason
    assert stdlib_shims.describe("typing_extensions", run)
    with pytest.raises(KeyError):
        stdlib_shims.describe("os", run)


SAME = [
    ("cmath", "sqrt", (-1,)),
    ("binascii", "hexlify", (b"ab",)),
    ("zlib", "crc32", (b"abc",)),
    ("zlib", "adler32", (b"abc",)),
    ("zlib", "decompress", (real_zlib.compress(b"abc" * 100),)),
    ("unicodedata", "name", ("é",)),
    ("unicodedata", "normalize", ("NFD", "é" * 2000)),
    ("unicodedata", "is_normalized", ("NFC", "é")),
    ("calendar", "isleap", (2024,)),
    ("calendar", "monthcalendar", (2024, 2)),
    ("calendar", "monthrange", (2024, 2)),
    ("calendar", "weekday", (2024, 2, 29)),
    ("difflib", "get_close_matches", ("appel", ["ape", "apple", "peach"])),
    ("pprint", "pformat", ({"b": list(range(40)), "a": {1: "x" * 90}},)),
    ("pprint", "saferepr", ({"b": 1, "a": 2},)),
    ("struct", "calcsize", ("<hhl",)),
    ("struct", "pack", (">hq4s", 1, 2, b"abcd")),
    ("struct", "unpack", ("<H", b"\x01\x02")),
    ("struct", "unpack_from", (b"!H", b"\x00\x01\x02", 1)),
]


@pytest.mark.parametrize(("module", "name", "args"), SAME)
def test_function_answers_as_the_real_one(face, module, name, args):
    expected = getattr(importlib.import_module(module), name)(*args)
    if name == "saferepr":
        expected = repr(args[0])  # in the order in which it was filled, not sorted
    assert getattr(face(module), name)(*args) == expected


TOO_LARGE = [
    ("zlib", "decompress", (real_zlib.compress(b"\0" * 20_000_000),)),
    ("unicodedata", "normalize", ("NFC", "a" + "\u0301" * 5_000)),
    ("unicodedata", "normalize", ("NFC", "é" * 1_000_001)),
    ("difflib", "get_close_matches", ("a" * 30_000, ["b"])),
    ("difflib", "unified_diff", (["a"] * 30_000, [])),
    ("difflib", "SequenceMatcher", (None, "", "a" * 30_000)),
    ("pprint", "pformat", ([1], 10**9)),
    ("struct", "calcsize", ("<9999999999x",)),
    ("struct", "pack", ("<2000000x",)),
    ("secrets", "token_bytes", (10**9,)),
    ("secrets", "randbits", (10**9,)),
]


@pytest.mark.parametrize(("module", "name", "args"), TOO_LARGE)
def test_function_refuses_what_would_be_too_large(face, module, name, args):
    with pytest.raises(TooLarge):
        getattr(face(module), name)(*args)


def test_zlib_tells_damaged_data_from_data_that_is_cut_off(face):
    zlib = face("zlib")
    whole = real_zlib.compress(b"abc")
    for data in (b"no zlib", whole[:-2]):
        with pytest.raises(zlib.error):
            zlib.decompress(data)


def test_struct_refuses_formats_that_leave_the_layout_to_the_machine(face):
    struct = face("struct")
    for layout in ("l", "=l", "@l", "hb"):
        with pytest.raises(Refused, match="little-endian"):
            struct.Struct(layout)
    assert struct.pack("4sb?", b"ab", 1, True) == real_struct.pack("4sb?", b"ab", 1, True)
    record = struct.Struct("<Hb")
    buffer = bytearray(record.size)
    record.pack_into(buffer, 0, 258, -1)
    struct.pack_into("<H", buffer, 0, 772)
    assert record.format == "<Hb"
    assert record.unpack(buffer) == record.unpack_from(buffer) == (772, -1)
    assert list(record.iter_unpack(record.pack(1, 2) * 2)) == list(struct.iter_unpack("<Hb", record.pack(1, 2) * 2))
    with pytest.raises(struct.error):
        struct.Struct("<y")


def test_secrets_are_drawn_from_the_id_stream_and_shift_no_random_number(make_run):
    run = make_run("a")
    first, second = (stdlib_shims.make("secrets", other) for other in (make_run("a"), run))
    for name, args in (("token_hex", ()), ("token_urlsafe", (5,)), ("token_bytes", ()), ("randbelow", (100,))):
        assert getattr(first, name)(*args) == getattr(second, name)(*args)
    assert first.choice("abc") == second.choice("abc")
    assert run.random.random() == make_run("a").random.random()
    with pytest.raises(ValueError, match="must be positive"):
        first.randbelow(0)
    with pytest.raises(AttributeError, match="step"):
        _ = first.SystemRandom


def test_calendar_answers_plain_integers_and_english_names(face):
    calendar = face("calendar")
    assert repr((calendar.MONDAY, calendar.SUNDAY, calendar.FEBRUARY)) == "(0, 6, 2)"
    assert repr(calendar.monthrange(2024, 2)) == "(3, 29)"
    assert calendar.month_name[2] == "February"
    assert calendar.day_abbr == ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    weeks = calendar.Calendar(6).monthdatescalendar(2024, 2)
    assert weeks == real_calendar.Calendar(6).monthdatescalendar(2024, 2)


def test_difflib_compares_as_the_real_module(face):
    difflib = face("difflib")
    a, b = ["one\n", "two\n", "three\n"], ["ore\n", "tree\n", "emu\n"]
    for name in ("ndiff", "unified_diff", "context_diff"):
        assert list(getattr(difflib, name)(a, b)) == list(getattr(real_difflib, name)(a, b))
    assert list(difflib.Differ().compare(a, b)) == list(real_difflib.Differ().compare(a, b))
    ours, real = (m.SequenceMatcher(lambda c: c in " x", "ab xcd", "ab  xabx") for m in (difflib, real_difflib))
    assert ours.get_opcodes() == real.get_opcodes()
    assert list(ours.bjunk) == [" ", "x"]


def test_nodes_are_sorted_in_the_order_in_which_they_came(face):
    graph = {"d": ["b", "c"], "b": ["a"], "c": ["a"]}
    assert list(face("graphlib").TopologicalSorter(graph).static_order()) == ["a", "b", "c", "d"]
    with pytest.raises(real_graphlib.CycleError):
        list(face("graphlib").TopologicalSorter({1: [2], 2: [1]}).static_order())


class Node:
    pass


def test_pprint_shows_no_address_and_never_sorts_by_one(face, run):
    pprint = face("pprint")
    loop: list = [Node()]
    loop.append(loop)
    assert pprint.pformat(loop).endswith("Node object>, <Recursion on list>]")
    odd = {Node(): 1, 3j: 2, 1j: types.SimpleNamespace(a=collections.deque([{2j: 1, 1j: 2}]))}
    assert pprint.pformat(odd).index("3j") < pprint.pformat(odd).index("1j: ")
    assert pprint.saferepr(Node()).endswith("Node object>")
    assert not pprint.isrecursive([1])
    pprint.pprint({"b": 1, "a": 2})
    pprint.pp({"b": 1, "a": 2})
    printer = pprint.PrettyPrinter(width=10, sort_dicts=False)
    printer.pprint(["aaaa", "bbbb"])
    assert run.logged == [
        ("print", "{'a': 2, 'b': 1}\n"),
        ("print", "{'b': 1, 'a': 2}\n"),
        ("print", "['aaaa',\n 'bbbb']\n"),
    ]
    assert printer.isreadable([1])
    assert not printer.isrecursive([1])
    assert real_pprint.pformat(["aaaa", "bbbb"], width=10) == printer.pformat(["aaaa", "bbbb"])
    with pytest.raises(Refused, match="stream"):
        pprint.pprint(1, stream=object())


def test_warnings_are_written_to_the_log_once_each(face, run):
    warnings = face("warnings")
    for _ in range(2):
        warnings.warn("careful", stacklevel=2)
        warnings.warn(DeprecationWarning("old"))
    assert run.logged == [("warning", "UserWarning: careful"), ("warning", "DeprecationWarning: old")]
    with pytest.raises(TypeError, match="category must be a Warning subclass, not 'type'"):
        warnings.warn("x", int)


def test_warnings_obey_the_runs_own_filters(face, run):
    warnings = face("warnings")
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.warn("old", DeprecationWarning)
    warnings.filterwarnings("error", message="caref", append=True)
    with pytest.raises(UserWarning, match="careful"):
        warnings.warn("careful")
    warnings.resetwarnings()
    warnings.simplefilter("always")
    for _ in range(2):
        warnings.warn("again")
    assert run.logged == [("warning", "UserWarning: again")] * 2
    with pytest.raises(ValueError, match="invalid action: 'shout'"):
        warnings.simplefilter("shout")
    with pytest.raises(Refused, match="exponential"):
        warnings.filterwarnings("error", message="(a+)+$")


def test_caught_warnings_are_recorded_and_filters_put_back(face, run):
    warnings = face("warnings")
    with warnings.catch_warnings(record=True, action="always") as caught:
        warnings.warn("one")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.warn("two")
    warnings.warn("three")
    assert [(str(each.message), each.category) for each in caught] == [("one", UserWarning)]
    assert run.logged == [("warning", "UserWarning: three")]


FAILING = """
import traceback, json
def inner():
    raise ValueError(f"bad {inner}")
def outer():
    try:
        json.loads("[")
    except ValueError as error:
        error.add_note("a note")
        try:
            inner()
        except ValueError as second:
            raise KeyError("k") from second
def caught():
    try:
        outer()
    except KeyError as error:
        traceback.print_exc()
        traceback.print_exception(error, limit=-1, chain=False)
        return traceback.format_exc(), "".join(traceback.format_exception(type(error), error, None, limit=1))
"""


def test_tracebacks_show_the_workflows_own_frames_and_no_addresses(execute, run):
    whole, limited = execute(FAILING)["caught"]()
    assert 'File "order.py", line 6, in outer' not in whole
    assert 'File "order.py", line 4, in inner\nValueError: bad <function inner>\n' in whole
    assert "json/" not in whole
    assert "site-packages" not in whole
    assert "a note\n\nDuring handling" in whole
    assert whole.endswith("in outer\nKeyError: 'k'\n")
    assert limited.count("order.py") == 3
    assert run.logged[0] == ("error", whole.rstrip("\n"))
    assert run.logged[1][1].count("order.py") == 1


def test_tracebacks_of_groups_show_their_parts(face):
    traceback = face("traceback")
    text = "".join(traceback.format_exception(ExceptionGroup("both", [ValueError("a"), TypeError()])))
    assert text == (
        "ExceptionGroup: both (2 sub-exceptions)\n"
        "  ---------------- 1 ----------------\n    ValueError: a\n"
        "  ---------------- 2 ----------------\n    TypeError\n"
    )
    assert traceback.format_exception_only(ValueError, ValueError("a")) == ["ValueError: a\n"]
    assert traceback.format_exc() == "NoneType: None\n"
    with pytest.raises(Refused):
        traceback.format_exception("text")
    with pytest.raises(Refused):
        traceback.print_exc(file=object())


PRIVATE = {
    "10.1.2.3": True,
    "8.8.8.8": False,
    "192.0.0.9": False,
    "192.0.0.8": True,
    "100.64.0.1": False,
    "::1": True,
    "2001:4860::1": False,
    "2001:1::1": False,
    "2002::1": True,
    "3fff::1": True,
    "::ffff:8.8.8.8": False,
    "::ffff:10.0.0.1": True,
}


@pytest.mark.parametrize(("text", "is_private"), PRIVATE.items())
def test_addresses_are_private_alike_on_every_python(face, text, is_private):
    ipaddress = face("ipaddress")
    assert ipaddress.ip_address(text).is_private is is_private
    assert ipaddress.ip_interface(text).is_private is is_private
    assert ipaddress.ip_address(text).is_global is (not is_private and text != "100.64.0.1")
    assert ipaddress.ip_interface(text).is_global is ipaddress.ip_address(text).is_global


def test_what_addresses_lead_to_is_pinned_too(face):
    ipaddress = face("ipaddress")
    network = ipaddress.ip_network("10.0.0.0/30")
    assert [type(host) for host in network.hosts()] == [ipaddress.IPv4Address] * 2
    assert network.is_private
    assert not network.is_global
    assert ipaddress.ip_network("8.8.8.0/24").is_global
    assert not ipaddress.ip_network("100.64.0.0/11").is_global
    for text in ("10.0.0.1/24", "2001:db8::1/64"):
        ours, real = ipaddress.ip_interface(text), real_ipaddress.ip_interface(text)
        assert (str(ours.network), str(ours.ip), str(ours)) == (str(real.network), str(real.ip), str(real))
        assert type(ours.ip) in (ipaddress.IPv4Address, ipaddress.IPv6Address)
        assert isinstance(ours, type(ours.ip))
    assert type(ipaddress.ip_address("::ffff:1.2.3.4").ipv4_mapped) is ipaddress.IPv4Address
    assert ipaddress.ip_address("::1").ipv4_mapped is None
    first, last = map(ipaddress.ip_address, ("10.0.0.0", "10.0.0.5"))
    assert {type(found) for found in ipaddress.summarize_address_range(first, last)} == {ipaddress.IPv4Network}
    assert list(map(str, ipaddress.collapse_addresses([first, first + 1]))) == ["10.0.0.0/31"]
    with pytest.raises(ValueError):
        ipaddress.ip_address("10.0.0.256")


def test_statistics_over_two_series_round_alike_on_every_python(face):
    statistics = face("statistics")
    x, y = [33.1, 45.7, 12.2, 99.9, 0.3], [1.1, 7.3, 2.9, 5.5, 8.1]
    assert statistics.covariance(x, y) == 1.2760000000000051
    assert statistics.correlation(x, y) == 0.011173494628353313
    assert tuple(statistics.linear_regression(x, y)) == (0.0008504466844576236, 4.94747891878634)
    assert statistics.linear_regression(x, y, proportional=True).intercept == 0
    assert statistics.fmean(x, y) == 38.44497991967872
    assert statistics.fmean(x) == real_statistics.fmean(x)


@pytest.mark.parametrize(
    ("name", "args", "options"),
    [
        ("covariance", ([1, 2], [1]), {}),
        ("covariance", ([1], [1]), {}),
        ("correlation", ([1, 1], [1, 2]), {}),
        ("linear_regression", ([1, 1], [1, 2]), {}),
        ("fmean", ([1], [1, 2]), {}),
        ("fmean", ([1, 2], [0, 0]), {}),
    ],
)
def test_statistics_refuse_series_that_do_not_fit(face, name, args, options):
    with pytest.raises(real_statistics.StatisticsError):
        getattr(face("statistics"), name)(*args, **options)


def test_statistics_offer_the_correlation_that_every_python_has(face):
    with pytest.raises(Refused, match="rank"):
        face("statistics").correlation([1, 2], [1, 2], method="ranked")


def test_ordered_dicts_show_themselves_alike_on_every_python(face):
    OrderedDict = face("collections").OrderedDict
    made = OrderedDict(a=1)
    assert [repr(made), repr(OrderedDict())] == ["OrderedDict({'a': 1})", "OrderedDict()"]
    made["self"] = made
    assert repr(made) == "OrderedDict({'a': 1, 'self': ...})"
    assert type(face("copy").copy(OrderedDict(a=1))) is OrderedDict


def test_numbers_and_typing_extensions_stand_in_for_their_modules(face):
    assert isinstance(1, face("numbers").Integral)
    extensions = face("typing_extensions")
    assert extensions.Self is face("typing").Self
    assert repr(extensions.TypeAliasType("Row", list)) == "Row"


@pytest.mark.parametrize("name", ["__getattribute__", "_name", "__mro_entries__"])
def test_a_face_refuses_members_that_are_hooks(name):
    with pytest.raises(Refused):
        Face("forged", {name: print})


def test_forms_protocols_and_cached_properties_are_sealed(face, execute):
    with pytest.raises(Refused, match="typing"):
        execute("import typing\nclass X(type(typing.Any)): pass")
    with pytest.raises(Refused, match="cached_property"):
        execute("import functools\nclass X(functools.cached_property): pass")
    with pytest.raises(Refused, match="protocols only"):
        execute("import typing\nclass A: pass\nclass P(A, typing.Protocol): pass")
    with pytest.raises(Refused, match="that is a protocol"):
        execute("import typing, dataclasses\n@dataclasses.dataclass\nclass P(typing.Protocol):\n    a: int")
    with pytest.raises(Refused):
        face("collections").namedtuple("T", ["gi_frame"], rename=True)
    assert face("collections").namedtuple("T", ["class", "a"], rename=True)._fields == ("_0", "a")
    assert hash(face("typing").Any) == hash(face("typing").Any)
    assert " at 0x" not in face("operator").mod("%s", Node())
