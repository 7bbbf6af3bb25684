"""Fields that refer to what the home knows already, by code or by name."""

from typing import Any

from gis.errors import BadInput
from gis.exchange import values
from gis.service.importing.base import Field, Home, Read


def known(noun: str, title: str) -> Read:
    """Return how to read the code, or else the name, of a known noun as its key; BadInput for others."""

    def read(value: Any, home: Home) -> Any:
        name = values.code(value)
        for by in (noun, f"{noun}_name"):
            if name in home.keys.get(by, {}):
                return home.keys[by][name]
        raise BadInput(f"There is no {title} {name[:40]}, or more than one of that name.")

    return read


CATEGORY = Field(
    "category",
    ("类别", "Category"),
    ("小类", "小类代码", "类别代码", "部件类别", "案件类别", "type"),
    known("category", "category"),
    into="category_code",
)
DEPARTMENT = Field(
    "department",
    ("部门", "Department"),
    ("责任部门", "主管部门", "主办单位"),
    known("department", "department"),
    into="department_code",
)
