"""Names, phones and identity numbers masked alone and inside free text; all numbers are made up."""

import pytest

from gis.service.masking import Kind, mask


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        ("name", "李四", "李*"),
        ("name", "张三丰", "张**"),
        ("name", "欧阳修文", "欧***"),
        ("name", "阿卜杜勒·热西提", "阿***·***"),
        ("name", "㙍", "㙍"),
        ("name", "", ""),
        ("phone", "13800000001", "138****0001"),
        ("phone", "051086000001", "051*****0001"),
        ("phone", "8600001", "*******"),
        ("phone", "110", "***"),
        ("identity", "320281199001010011", "3202**********0011"),
        ("identity", "32028119900101001X", "3202**********001X"),
        ("identity", "12345678", "********"),
        ("text", "电话13800000001，证号320281199001010011。", "电话138****0001，证号3202**********0011。"),
        ("text", "13800000001/13900000002", "138****0001/139****0002"),
        ("text", "证号32028119900101001x", "证号3202**********001x"),
        ("text", "电话 138 0000 0001 或 138-0000-0001", "电话 138****0001 或 138****0001"),
        ("text", "+8613800000001", "+86138****0001"),
        ("text", "网格320281104206001有12800000001件", "网格320281104206001有12800000001件"),
        ("text", "", ""),
    ],
)
def test_the_private_part_becomes_asterisks(kind: Kind, value: str, masked: str) -> None:
    assert mask(value, kind) == masked
