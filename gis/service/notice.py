"""The notice that the watched are shown when they are given a phone: its text, version and digest."""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any, Literal

import orjson

from gis.model import Keeps

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

VERSION = 1
"""To be raised whenever the words below change."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A text as it is shown: title and sections; the digest is the SHA-256 of its body as JSON."""

    version: int
    language: Language
    title: str
    sections: tuple[tuple[str, str], ...]

    @property
    def body(self) -> dict[str, Any]:
        """Return what the digest is of."""
        return {"title": self.title, "sections": [list(section) for section in self.sections]}

    @property
    def digest(self) -> str:
        """Return the digest, in hexadecimal digits."""
        return hashlib.sha256(orjson.dumps(self.body, option=orjson.OPT_SORT_KEYS)).hexdigest()


TITLES: dict[Language, str] = {"zh": "位置信息告知书", "en": "Notice on your position"}

SECTIONS: dict[Language, tuple[tuple[str, str], ...]] = {
    "zh": (
        (
            "记录什么",
            "本手机上报的位置、时间、精度、速度和方向，以及电量、充电状态和定位权限是否打开；有的"
            "应用还会报所连无线网络的名称。不收集通话、短信、通讯录和照片。",
        ),
        (
            "什么时候记录",
            "只在值勤时记录：排班的时段，或您自己点“上岗”到“下岗”之间。其他时间手机发来的位置当场"
            "丢弃，只记住手机最后一次联系的时间。例外：您按下 SOS 时，随它发出的那一个位置会保存。",
        ),
        (
            "用来做什么",
            "就近派人、响应求助、查看巡查到过哪里。查看轨迹必须写明用途：办理案件、处置报警、演练、"
            "督查核实，或您本人要求。",
        ),
        (
            "保存多久",
            "位置和轨迹 {track_days} 天；到访网格和每日数字 {figure_days} 天；谁看过的记录 {audit_days}"
            " 天。到期删除。",
        ),
        (
            "谁能看到",
            "{town}指挥中心里有相应权限的账号，只能看自己辖区的人。每次查看轨迹、打开您的名片都有"
            "记录，您在本页可以看到是谁、什么时候、为了什么。",
        ),
        (
            "怎样提出异议",
            "在本页提出更正、异议或疑问，会收到答复；也可以找您的网格长或中队长。不确认本告知书，"
            "您的位置就不会被记录。",
        ),
    ),
    "en": (
        (
            "What is recorded",
            "The position this phone reports, with time, accuracy, speed and direction; its battery, "
            "whether it is charging, and whether positioning is allowed; some apps name the wireless "
            "network too. No calls, messages, contacts or photos.",
        ),
        (
            "When",
            "On duty only: the hours of the roster, or from your own start to your own stop. Positions "
            "sent at other times are dropped at once, and only the moment of last contact is known. "
            "One exception: when you press SOS, the one position sent with it is kept.",
        ),
        (
            "What for",
            "To send whoever is nearest, to answer calls for help, and to see where patrols have been. "
            "Whoever reads a track has to say what for: a case, an alert, a drill, an inspection, or "
            "your own request.",
        ),
        (
            "For how long",
            "Positions and tracks {track_days} days; grids visited and figures of each day "
            "{figure_days} days; the record of who looked {audit_days} days. Then they are deleted.",
        ),
        (
            "Who can see it",
            "Accounts of {town}'s command centre that have the right to, each within its own area. "
            "Every reading of a track and every look at your card is on record; this page shows you "
            "who, when and what for.",
        ),
        (
            "How to object",
            "Ask for a correction, object or ask a question on this page; it will be answered. Your "
            "grid head or squad leader helps too. Unless you confirm this notice, your position is not "
            "recorded.",
        ),
    ),
}


def notice_of(language: Language, town: str, keeps: Keeps) -> Notice:
    """Return the notice as a town shows it now."""
    values = {"town": town, **asdict(keeps)}
    sections = tuple((title, words.format(**values)) for title, words in SECTIONS[language])
    return Notice(VERSION, language, TITLES[language], sections)
