"""Fields that several kinds share, and the ways of reading a cell with the home at hand."""

from collections.abc import Mapping
from typing import Any

from gis.exchange import values
from gis.service.importing.base import REQUIRED, Field, Home, Read


def text(value: Any, home: Home) -> str:
    """Read any text."""
    return values.text(value)


def code(value: Any, home: Home) -> str:
    """Read a code, refusing what a spreadsheet has damaged."""
    return values.code(value)


def moment(value: Any, home: Home) -> Any:
    """Read a moment; without a zone it is the town's civil time."""
    return values.moment(value, home.zone)


def day(value: Any, home: Home) -> Any:
    """Read a civil day."""
    return values.day(value)


def whole(low: int, high: int) -> Read:
    """Return how to read a whole number within bounds."""
    return lambda value, home: values.whole(value, low, high)


def choice(names: Mapping[str, str]) -> Read:
    """Return how to read one of several names, Chinese or English, as what it stands for."""
    return lambda value, home: values.choice(value, names)


CODE = Field("code", ("编号", "Code"), ("编码", "代码", "标识码", "objid", "id"), code, None)
NAME = Field("name", ("名称", "Name"), ("名字", "标题", "title"), text)
KIND = Field("kind", ("类别", "Kind"), ("类型", "种类", "type"), text, "")
ADDRESS = Field("address", ("地址", "Address"), ("详细地址", "位置", "住所", "location"), text, "")
HOUSEHOLDS = Field("households", ("户数", "Households"), ("住户数", "总户数"), whole(0, 1_000_000), 0)
RESIDENTS = Field(
    "residents", ("人数", "Residents"), ("人口", "常住人口", "居民数", "人口数"), whole(0, 10_000_000), 0
)


def required(one: Field, *names: str) -> Field:
    """Return the field as one that no row may lack, with more heads that it goes by."""
    return Field(one.key, one.title, (*names, *one.names), one.read, REQUIRED)
