"""A flow as data: its states, and the transitions between them with who may and what it needs."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from gis.errors import BadInput

Word = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
Text = Annotated[str, Field(min_length=1, max_length=40)]
SHIPPED = ("city", "service", "enforcement")


class StateInfo(BaseModel):
    """One state: the timer that runs in it, if any; whether all timers are paused; whether it is the end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: Text
    en: Text
    timer: Word | None = None
    paused: bool = False
    final: bool = False


class Transition(BaseModel):
    """One action: from which states to which (none: it stays), who may, what it must be given.

    `unlike` are earlier actions whose last doer must be somebody else. An action `asks` for something that
    another one `answers`: until then nothing else of its kind can be asked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    action: Word
    zh: Text
    en: Text
    source: Annotated[tuple[Word, ...], Field(alias="from", min_length=1)]
    to: Word | None = None
    who: Annotated[tuple[Word, ...], Field(min_length=1)]
    needs: tuple[Word, ...] = ()
    unlike: tuple[Word, ...] = ()
    asks: Word | None = None
    answers: Word | None = None


class Flow(BaseModel):
    """One table of transitions with its states; a case begins in `start`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Word
    zh: Text
    en: Text
    start: Word
    states: dict[Word, StateInfo]
    transitions: tuple[Transition, ...]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        """Check that all names are known, no end has a way out, and every state can be reached."""
        actions = [one.action for one in self.transitions]
        if len(set(actions)) != len(actions):
            raise ValueError("an action stands twice")
        named = {self.start, *(s for one in self.transitions for s in (*one.source, one.to or one.source[0]))}
        if strangers := sorted(named - self.states.keys()):
            raise ValueError(f"unknown states: {', '.join(strangers)}")
        if unknown := sorted({a for one in self.transitions for a in one.unlike} - {*actions}):
            raise ValueError(f"unknown actions: {', '.join(unknown)}")
        asked = {one.asks for one in self.transitions if one.asks}
        if any(one.answers and one.answers not in asked for one in self.transitions):
            raise ValueError("something is answered that nobody asks")
        if any(self.states[state].final for one in self.transitions for state in one.source):
            raise ValueError("a final state has a way out")
        if lost := sorted(self.states.keys() - self._reached()):
            raise ValueError(f"states that no case reaches: {', '.join(lost)}")
        return self

    def _reached(self) -> set[str]:
        reached, grown = {self.start}, True
        while grown:
            fresh = {one.to for one in self.transitions if one.to and reached & set(one.source)} - reached
            grown = bool(fresh)
            reached |= fresh
        return reached

    def transition(self, action: str) -> Transition | None:
        """Return the transition of an action, if the table has it."""
        return next((one for one in self.transitions if one.action == action), None)


def flow_of(data: Mapping[str, Any]) -> Flow:
    """Read a table; raises BadInput in one sentence for one that does not hang together."""
    try:
        return Flow.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise BadInput(
            f"This table of a flow is wrong{f' at {where}' if where else ''}: {first['msg']}."
        ) from None


@lru_cache(maxsize=8)
def shipped(name: str) -> Flow:
    """Return a table that comes with the program: city, service or enforcement; BadInput for another name."""
    if name not in SHIPPED:
        raise BadInput(f"There is no flow of this name; the shipped ones are {', '.join(SHIPPED)}.")
    text = (resources.files("gis.cases") / "tables" / f"{name}.toml").read_text(encoding="utf-8")
    return flow_of(tomllib.loads(text))
