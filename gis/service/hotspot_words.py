"""Hot spots in words: one sentence a language that holds what the figures say, and what to do."""

from gis.service.hotspot_facts import Told

FEW = 30
"""With fewer events than these a hot spot is told with a caution."""


def chinese(one: Told) -> str:
    """Say a hot spot in Chinese."""
    near = f"{one.place}附近" if one.place else "此处"
    said = (
        f"{near} {one.radius_m:g} 米内，{one.since} 至 {one.until} 的 {one.days} 天有 {one.observed} 起事件，"
        f"按往常约 {one.expected:g} 起；纯属偶然的可能为 {one.p:.1%}。"
    )
    said += _if("多为{}", "、".join(name for name, _ in one.kinds), "，")
    said += _if("由{}处置", "、".join(one.departments), "；")
    said += _if("在{}", "、".join(each.name for each in one.grids[:3]), "")
    said += _if("（{}）", "、".join(one.squads()), "")
    said = said.rstrip("，；") + ("。" if one.grids or one.kinds else "")
    if one.straddles_grids:
        names = "、".join(each.name for each in one.grids[:2])
        said += f"跨{names}，责任要说清。" if not one.straddles_squads else f"跨{names}，分属两个中队。"
    return said + ("事件不足 30 起，请谨慎看待。" if one.few else "")


def english(one: Told) -> str:
    """Say a hot spot in English."""
    near = f"Near {one.place}" if one.place else "Here"
    said = (
        f"{near}, within {one.radius_m:g} m, {one.observed} events in {one.days} days from {one.since} to"
        f" {one.until}, where about {one.expected:g} would be usual; by chance alone with a probability of"
        f" {one.p:.1%}."
    )
    said += _if(" Mostly {}.", ", ".join(name for name, _ in one.kinds), "")
    said += _if(" For {}.", ", ".join(one.departments), "")
    said += _if(" In {}", ", ".join(each.name for each in one.grids[:3]), "")
    said += _if(" ({})", ", ".join(one.squads()), "") + ("." if one.grids else "")
    if one.straddles_grids:
        names = " and ".join(each.name for each in one.grids[:2])
        said += f" It straddles the border of {names}"
        said += ", of two squads." if one.straddles_squads else "."
    return said + (" Fewer than 30 events: take it with caution." if one.few else "")


def _if(form: str, words: str, after: str) -> str:
    """Return words in their form, nothing where there are none."""
    return form.format(words) + after if words else ""
