"""The table of advice at hot spots: the first row of a cause that fits is told."""

from gis.analysis.advice import Row
from gis.analysis.trend import Trend

LOOKS, PUBLICITY, BUILDING, SUDDEN, STREET, SOCIAL = (frozenset({f"0{n}"}) for n in range(1, 7))
GROWING: frozenset[Trend] = frozenset({"new", "intensifying"})
LASTING: frozenset[Trend] = frozenset({"persistent", "intensifying"})

TABLE = (
    Row(
        "night-dumping",
        "unrostered",
        "{share}的事件发生在无人排班的时段且多在夜间：给{grids}加夜班，由{departments}在出入口设卡查倒。",
        "{share} of the events came when nobody was rostered, mostly at night: add a night shift for {grids}"
        " and let {departments} watch the ways in.",
        groups=LOOKS,
        bands=frozenset({"night"}),
    ),
    Row(
        "evening-stalls",
        "unrostered",
        "{share}的事件发生在无人排班的时段且多在傍晚：把{grids}的班次延到 21 时，由{departments}驻点管理。",
        "{share} of the events came when nobody was rostered, mostly in the evening: let the shift of {grids}"
        " last until 21:00 and have {departments} stay on the spot.",
        groups=STREET,
        bands=frozenset({"evening"}),
    ),
    Row(
        "no-roster-growing",
        "unrostered",
        "{share}的事件发生在无人排班的时段，且还在增多：本周就给{grids}排班。",
        "{share} of the events came when nobody was rostered, and they grow: roster {grids} this week.",
        trends=GROWING,
    ),
    Row(
        "no-roster",
        "unrostered",
        "{share}的事件发生在无人排班的时段：按事件时段调整{grids}的班次。",
        "{share} of the events came when nobody was rostered: fit the shifts of {grids} to their hours.",
    ),
    Row(
        "border-lasting",
        "straddled",
        "{share}的事件在界线另一侧且长期如此：请规划把{grids}之间的界线移开，归一方负责。",
        "{share} of the events lie across the border, and have for long: ask the planners to move the border"
        " of {grids} so that one answers for the place.",
        trends=LASTING,
    ),
    Row(
        "border-street",
        "straddled",
        "{share}的事件在界线另一侧：{grids}定时联合巡查，摊贩车辆不得隔路躲避。",
        "{share} of the events lie across the border: patrol {grids} together at set hours, so that nobody"
        " evades by crossing the street.",
        groups=STREET,
    ),
    Row(
        "border-cleaning",
        "straddled",
        "{share}的事件在界线另一侧：{grids}商定由一家保洁单位负责，写入网格责任。",
        "{share} of the events lie across the border: let {grids} agree on one cleaner for the place.",
        groups=LOOKS,
    ),
    Row(
        "border",
        "straddled",
        "{share}的事件在界线另一侧：指定{grids}中一方牵头。",
        "{share} of the events lie across the border: name one of {grids} to lead.",
    ),
    Row(
        "site",
        "enterprise",
        "{share}的事件在{enterprise}旁：由{departments}约谈施工单位，查围挡、冲洗和运输。",
        "{share} of the events lie by {enterprise}: let {departments} call its builders in and check fences,"
        " washing and transport.",
        groups=BUILDING,
    ),
    Row(
        "forecourt",
        "enterprise",
        "{share}的事件在{enterprise}旁：与其签门前责任，由{departments}复查停车与店外经营。",
        "{share} of the events lie by {enterprise}: sign for its forecourt, and let {departments} check"
        " parking and goods outside again.",
        groups=STREET,
    ),
    Row(
        "one-enterprise",
        "enterprise",
        "{share}的事件在{enterprise}旁：由{departments}上门检查，限期整改。",
        "{share} of the events lie by {enterprise}: let {departments} inspect it and set a date.",
    ),
    Row(
        "late-sudden",
        "late",
        "{share}的案件超时且属突发：指挥中心直派，由{departments}值班领导跟办。",
        "{share} of the cases were late, and they are sudden ones: send them straight from the centre, with"
        " the head on duty of {departments} following.",
        groups=SUDDEN,
    ),
    Row(
        "late-growing",
        "late",
        "{share}的案件超时且还在增多：列入本周督办，{departments}书面说明。",
        "{share} of the cases were late, and they grow: supervise them this week; {departments} to explain"
        " in writing.",
        trends=GROWING,
    ),
    Row(
        "late",
        "late",
        "{share}的案件超时：与{departments}核对时限和人手。",
        "{share} of the cases were late: go through limits and hands with {departments}.",
    ),
    Row(
        "rush-parking",
        "none",
        "{share}为街面秩序且多在上下学、上下班时：{grids}高峰定点疏导，由{departments}划临时停车位。",
        "{share} are of street order, mostly at rush hours: post somebody in {grids} at those hours and let"
        " {departments} mark places to stop.",
        groups=STREET,
        bands=frozenset({"rush"}),
    ),
    Row(
        "neighbours",
        "none",
        "{share}为社会治理：{grids}网格员逐户走访，由{departments}参与调解。",
        "{share} are of social order: let the members of {grids} call at every door and {departments} help"
        " to settle.",
        groups=SOCIAL,
    ),
    Row(
        "fading",
        "none",
        "事件在减少：{grids}保持现有巡查，一月后再看。",
        "The events grow fewer: keep the patrols of {grids} as they are and look again in a month.",
        trends=frozenset({"fading"}),
    ),
    Row(
        "look",
        "none",
        "{grids}三日内到现场查明原因，由{departments}一周后复查。",
        "Look at the place from {grids} within three days for the cause; {departments} to check in a week.",
    ),
)
