"""The usual look-up service, made as tutorials make it: FastAPI, JSON, an STRtree. A peer, nothing more."""

import json
import os
from pathlib import Path

import shapely
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()
_features = json.loads(Path(os.environ["PLAIN_GRIDS"]).read_text())["features"]
_shapes = [shapely.geometry.shape(feature["geometry"]) for feature in _features]
_codes = [feature["properties"]["code"] for feature in _features]
_tree = shapely.STRtree(_shapes)


class Points(BaseModel):
    """Points as [lon, lat]."""

    points: list[tuple[float, float]]


@app.get("/ready")
def ready() -> dict[str, str]:
    """Answer that the service is up."""
    return {"status": "ok"}


@app.post("/lookup")
def look_up(body: Points) -> dict[str, list[str | None]]:
    """Return the lowest code at each point."""
    points = shapely.points(body.points)
    found: list[str | None] = [None] * len(points)
    for point, polygon in zip(*_tree.query(points, predicate="intersects"), strict=True):
        code = _codes[polygon]
        if found[point] is None or code < found[point]:
            found[point] = code
    return {"grids": found}
