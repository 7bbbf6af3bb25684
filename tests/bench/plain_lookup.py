"""The usual look-up service, made as tutorials make it: FastAPI, models, an STRtree. A peer, nothing more."""

import json
import os
from pathlib import Path

import shapely
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
_features = json.loads(Path(os.environ["PLAIN_GRIDS"]).read_text())["features"]
_grids = [feature["properties"] for feature in _features]
_tree = shapely.STRtree([shapely.geometry.shape(feature["geometry"]) for feature in _features])


class Point(BaseModel):
    """A point in WGS-84 degrees."""

    lon: float
    lat: float


class Points(BaseModel):
    """The points to look up."""

    points: list[Point]


class Row(BaseModel):
    """Whose a point is."""

    grid: str | None = None
    village: str | None = None
    squad: str | None = None


class Answer(BaseModel):
    """A row for each point, and names and people of every grid among them."""

    rows: list[Row]
    people: list[dict[str, str]]


@app.get("/ready")
def ready() -> dict[str, str]:
    """Answer that the service is up."""
    return {"status": "ok"}


@app.post("/lookup")
def look_up(asked: Points) -> Answer:
    """Return the grid of the lowest code at each point with its village and squad, and the people."""
    points = shapely.points([(point.lon, point.lat) for point in asked.points])
    lowest: dict[int, dict[str, str]] = {}
    for point, polygon in zip(*_tree.query(points, predicate="intersects"), strict=True):
        grid = _grids[polygon]
        if point not in lowest or grid["grid"] < lowest[point]["grid"]:
            lowest[point] = grid
    rows = [_row(lowest.get(point)) for point in range(len(points))]
    people = {grid["grid"]: grid for grid in lowest.values()}
    return Answer(rows=rows, people=list(people.values()))


def _row(grid: dict[str, str] | None) -> Row:
    return Row(grid=grid["grid"], village=grid["village"], squad=grid["squad"]) if grid else Row()
