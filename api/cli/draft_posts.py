"""wangge draft, where the posts go whose grids a draft ends."""

from typing import Annotated

import typer

from api.cli.draft_home import Draft, run
from api.cli.draft_signs import app
from api.services import Services
from gis.errors import BadInput
from gis.model import POSTS
from gis.service.redrawing.posts import Going, posts_going, settle
from gis.service.rights import Caller
from gis.store.draft_edits import find_draft

__all__ = ["app"]


@app.command("posts")
def posts(
    draft: Draft,
    to: Annotated[
        list[str] | None, typer.Option(help="POST=CODE: the post goes on in this grid; POST= ends it.")
    ] = None,
) -> None:
    """Print, or choose, where the posts (一长五员) go whose grids a draft ends."""
    asked = [_asked(one) for one in to or ()]

    async def work(services: Services, caller: Caller) -> None:
        _, board, _ = await services.drafts.read(draft, caller)
        async with services.database.begin() as connection:
            row = await find_draft(connection, draft, lock=bool(asked))
            found = await posts_going(connection, services.weighing, row, board)
            for about in asked:
                await settle(connection, (row, board), found, about, caller)
            if asked:
                found = await posts_going(connection, services.weighing, row, board)
        for one in found:
            typer.echo(_line(one))
        open_ones = sum(not one.settled for one in found)
        typer.echo(f"{len(found)} posts of grids that end, {open_ones} without a grid")

    run(work)


def _asked(text: str) -> tuple[int, str | None]:
    post, sign, code = text.partition("=")
    if not sign or not post.isascii() or not post.isdigit() or len(post) > 18:
        raise BadInput("Give --to POST=CODE with the number that `draft posts` prints, or POST= to end it.")
    return int(post), code or None


def _line(one: Going) -> str:
    held = one.post
    goes = one.to or ("ends" if one.settled else "without a grid")
    how = f"chosen by {one.by}" if one.by else "as proposed"
    return f"{held.post}  {held.code}  {POSTS[held.kind][1]}  {held.name}  → {goes}  ({how})"
