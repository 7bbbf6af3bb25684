"""Gathers the signs of an edition's grids, with what the town wants published of its people."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

import shapely

from gis.errors import BadInput, NotFound
from gis.model import POSTS, Town
from gis.papers.approval import sides_in_words
from gis.papers.grid_sign import GridSign
from gis.papers.map_picture import draw_grids
from gis.redraw.describing import sides
from gis.service.redrawing.boards import Board, edition_board
from gis.store.boundary_messages import changed_grids, edition_before, edition_key
from gis.store.database import Connection
from gis.store.staff import Holder, posts_in
from gis.store.town import load_setting, save_setting

KEY = "grid_sign"
MOST_SIGNS = 500
MOST_LETTERS = 300


@dataclass(frozen=True, slots=True)
class SignRules:
    """What a town publishes on its signs; raises BadInput for what cannot stand there.

    Nobody's own phone is ever printed: `office_phone` is the town's. `link` is what the QR code holds, with
    {code} for the grid's code; without one it holds the grid's name, code and the supervision phone in words.
    """

    names: bool = True
    posts: tuple[str, ...] = tuple(POSTS)
    office_phone: str = ""
    supervision_phone: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        """Refuse unknown posts and words without end."""
        if not set(self.posts) <= set(POSTS):
            raise BadInput(f"The posts are: {', '.join(POSTS)}.")
        if max(map(len, (self.office_phone, self.supervision_phone, self.link))) > MOST_LETTERS:
            raise BadInput(f"A phone or a link has at most {MOST_LETTERS} letters.")
        if self.link and not self.link.startswith(("https://", "http://")):
            raise BadInput("The link of a sign begins with https:// or http://.")


async def sign_rules(connection: Connection) -> SignRules:
    """Return what the town publishes on its signs."""
    known = await load_setting(connection, KEY) or {}
    return SignRules(**{**known, "posts": tuple(known.get("posts", tuple(POSTS)))})


async def set_sign_rules(connection: Connection, rules: SignRules) -> None:
    """Set what the town publishes on its signs."""
    await save_setting(connection, KEY, asdict(rules))


async def signs_of(
    connection: Connection, number: int, codes: Sequence[str], about: tuple[Town, date]
) -> tuple[GridSign, ...]:
    """Return the signs of these grids of a published edition, or of all that it changed, by code.

    `about` is the town and today: the people are those who hold the posts that day. Raises NotFound for no
    such edition or grid, BadInput for more than 500.
    """
    (town, today), key = about, await edition_key(connection, number)
    board, first_day = await edition_board(connection, key, town)
    wanted = sorted(set(codes) or await _changed(connection, key, town))
    if unknown := [code for code in wanted if code not in board.now.cells]:
        raise NotFound(f"Edition {number} has no grid {unknown[0][:32]}.")
    if len(wanted) > MOST_SIGNS:
        raise BadInput(f"At most {MOST_SIGNS} signs are printed at once.")
    rules = await sign_rules(connection)
    holders = await posts_in(connection, wanted, today)
    return await asyncio.to_thread(_signs, (board, first_day), wanted, (town, rules), holders)


async def _changed(connection: Connection, key: int, town: Town) -> list[str]:
    before = await edition_before(connection, key)
    if before is None:
        return []
    changed = await changed_grids(connection, (before, key), town.base_level)
    return [one.code for one in changed if one.name is not None]


def _signs(
    edition: tuple[Board, date],
    codes: Sequence[str],
    about: tuple[Town, SignRules],
    holders: Sequence[Holder],
) -> tuple[GridSign, ...]:
    (board, first_day), (town, rules) = edition, about
    names = {cell.code: cell.name for cell in board.now.cells.values()}
    shapes = {code: cell.metric for code, cell in board.now.cells.items()}
    tree = shapely.STRtree(list(shapes.values()))
    keys = list(shapes)
    found = []
    for code in codes:
        cell = board.now.cells[code]
        near = {keys[place]: shapes[keys[place]] for place in tree.query(cell.metric.buffer(500)).tolist()}
        found.append(
            GridSign(
                town=town.name,
                code=code,
                name=cell.name,
                village=board.names.get(cell.parent, cell.parent),
                sides=sides_in_words(sides(board.now, cell), names),
                people=_people(code, holders, rules),
                office_phone=rules.office_phone,
                supervision_phone=rules.supervision_phone,
                valid_from=f"{first_day.year}年{first_day.month}月{first_day.day}日",
                qr=_qr(code, cell.name, town, rules),
                picture=draw_grids(near, [code]),
                made_up=town.made_up,
            )
        )
    return tuple(found)


def _people(code: str, holders: Sequence[Holder], rules: SignRules) -> tuple[tuple[str, str], ...]:
    if not rules.names:
        return ()
    held = [one for one in holders if one.grid == code and one.post in rules.posts]
    order = list(POSTS)
    return tuple(
        (POSTS[one.post][0], one.name) for one in sorted(held, key=lambda one: order.index(one.post))
    )


def _qr(code: str, name: str, town: Town, rules: SignRules) -> str:
    if rules.link:
        return rules.link.replace("{code}", code)
    words = [f"{town.name} {name}", f"网格编码 {code}"]
    if rules.supervision_phone:
        words.append(f"监督电话 {rules.supervision_phone}")
    return "\n".join(words)
