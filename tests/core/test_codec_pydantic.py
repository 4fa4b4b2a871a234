"""Pydantic models across the boundary."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, PrivateAttr, RootModel

from vm.core.codec import Record, TypeTable, decode, encode, plain
from vm.errors import MalformedValue, NotSerializable


class Address(BaseModel):
    city: str
    zip: str = "00000"


class Order(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)
    order_id: int = Field(alias="orderId")
    address: Address
    items: list[Any] = []
    note: str | None = Field(default=None, validation_alias=AliasChoices("Note", "remark"))
    placed: datetime | None = None
    _seen: int = PrivateAttr(default=0)


class ByName(BaseModel):
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=False)
    user_id: int = Field(alias="userId")


class Tags(RootModel[list[str]]):
    pass


class Tree(BaseModel):
    children: list[Any] = []
    parent: Any = None


TYPES = TypeTable({f"shop//{cls.__name__}": cls for cls in (Address, Order, ByName, Tags, Tree)})


def make_order(**extra: Any) -> Order:
    values = {"orderId": 5, "address": {"city": "Rome"}, "placed": "2020-01-01T00:00:00+01:00", "Note": "n"}
    return Order.model_validate({**values, **extra})


def test_model_comes_back_equal_with_what_was_set() -> None:
    order = make_order(color="red", items=[1])
    again = decode(encode(order, TYPES), TYPES)
    assert again == order
    assert again.model_fields_set == order.model_fields_set
    assert again.address.model_fields_set == {"city"}
    assert again.model_extra == {"color": "red"}


def test_model_is_written_by_field_names() -> None:
    assert plain(encode(Address(city="Rome"), TYPES)) == {
        "$model": "shop//Address",
        "fields": {"city": "Rome", "zip": "00000"},
        "unset": ["zip"],
    }


@pytest.mark.parametrize(
    "model", [make_order(), make_order(x=[1]), ByName(user_id=5), Tags(["a"]), Tree(children=[Tree()])], ids=repr
)
def test_model_keeps_its_bytes_known_or_not(model: BaseModel) -> None:
    text = encode([model, model], TYPES)
    assert encode(decode(text, TYPES), TYPES) == text
    assert encode(decode(text)) == text


def test_model_shares_its_parts_with_what_lies_around_it() -> None:
    shared = [1]
    order = make_order()
    order.__dict__["items"] = shared
    again = decode(encode([shared, order], TYPES), TYPES)
    assert again[1].items is again[0]


def test_models_that_lead_back_to_each_other_come_back_so() -> None:
    parent = Tree()
    parent.children.append(Tree(parent=parent))
    text = encode(parent, TYPES)
    again = decode(text, TYPES)
    assert again.children[0].parent.children is again.children
    assert encode(decode(text)) == text


def test_unknown_model_comes_back_as_a_record() -> None:
    record = decode(encode(make_order(), TYPES))
    assert type(record) is Record
    assert (record.order_id, record.address.city, record.note) == (5, "Rome", "n")


def test_model_that_its_class_no_longer_accepts_is_malformed() -> None:
    text = encode(Address(city="Rome"), TYPES).replace('"Rome"', "5")
    with pytest.raises(MalformedValue, match="city"):
        decode(text, TYPES)


def test_field_that_does_not_cross_is_named() -> None:
    with pytest.raises(NotSerializable) as refusal:
        encode({"order": make_order(items=[len])}, TYPES)
    assert refusal.value.path == 'value["order"].items[0]'
