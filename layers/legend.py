"""A layer's legend as HTML for Folium pages, made from the same rules that draw it."""

import html

from gis.model import Town
from layers.base import Layer
from layers.style import Rule, Text

_BOX = (
    "position:fixed;left:12px;top:12px;z-index:1000;background:#fff;color:#1f2328;padding:8px 12px;"
    "border:1px solid #d8d8d4;border-radius:6px;max-width:260px;"
    "font:12px/1.5 'PingFang SC','Microsoft YaHei','Noto Sans SC','WenQuanYi Micro Hei',system-ui,sans-serif"
)


def legend_html(layer: Layer, town: Town, language: str, counted: tuple[int, int]) -> str:
    """Return the legend box: town, layer, made-up label, rules or ramp, and what was left out."""
    head = html.escape(f"{town.name if language == 'zh' else town.name_en} · {_say(layer.title, language)}")
    parts = [f"<strong>{head}</strong>"]
    if town.made_up:
        parts.append("示例数据" if language == "zh" else "示例数据 · made-up data")
    parts += [_row(rule, language) for rule in layer.style.rules if rule.label]
    if layer.style.ramp:
        ramp = layer.style.ramp
        colours = ",".join(f"{colour} {100 * place:.0f}%" for place, colour in ramp.stops)
        bar = f'<span style="display:block;height:10px;background:linear-gradient(90deg,{colours})"></span>'
        parts.append(f"{bar}{_say(ramp.low, language)} → {_say(ramp.high, language)}")
    shown, matched = counted
    if shown < matched:
        words = f"显示 {shown:,} / {matched:,}" if language == "zh" else f"{shown:,} of {matched:,} shown"
        parts.append(words)
    return f'<div style="{_BOX}">{"<br>".join(parts)}</div>'


def _row(rule: Rule, language: str) -> str:
    symbol = rule.symbol
    fill = symbol.fill.light if symbol.fill else "transparent"
    edge = symbol.stroke.light if symbol.stroke else "transparent"
    swatch = (
        f'<span style="display:inline-block;width:12px;height:12px;margin-right:6px;vertical-align:-2px;'
        f'background:{fill};border:2px solid {edge}"></span>'
    )
    label = rule.label or Text(zh="", en="")
    return swatch + html.escape(_say(label, language))


def _say(text: Text, language: str) -> str:
    return text.zh if language == "zh" else text.en
