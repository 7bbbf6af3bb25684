"""docs/retention.md names every table with its class, as the rules have it."""

import re
from pathlib import Path

from gis.store.retention_rules import RULES
from gis.store.tables import metadata

DOC = Path(__file__).parents[2] / "docs" / "retention.md"
IN_FORCE = {"register", "town", "service"}
# places are dropped by the day, once their piece is sealed
BY_SEALING = {"fix": {"tracks"}}


def told() -> dict[str, set[str]]:
    """Return the classes of each table in the document."""
    tables = DOC.read_text(encoding="utf-8").partition("| Table |")[2]
    rows = re.findall(r"^\| (\w+) \| .+ \| ([\w, ]+) \|$", tables, re.MULTILINE)
    return {table: set(classes.split(", ")) for table, classes in rows}


def test_every_table_has_its_class_and_every_rule_its_table() -> None:
    ruled: dict[str, set[str]] = dict(BY_SEALING)
    for rule in RULES:
        ruled.setdefault(rule.table, set()).add(rule.kept)
    assert sorted(told()) == sorted(metadata.tables)
    assert {table: classes for table, classes in told().items() if not classes & IN_FORCE} == ruled


def test_what_refers_to_a_person_is_no_matter_of_the_town() -> None:
    for name, table in metadata.tables.items():
        of_people = {"person_id", "device_id", "account_id"} & set(table.columns.keys())
        assert not (of_people and told()[name] & {"town", "service"}), name


def test_rules_have_names_of_their_own() -> None:
    assert len({rule.what for rule in RULES}) == len(RULES)
