"""A day of everybody played back in a real browser: the first picture, a scrub, and the unpacking."""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from api.services import make_services
from gis.model import EVERYTHING
from gis.service.accounts import By, new_token
from gis.service.sealing import Sealer
from gis.settings import Settings
from gis.store.cluster import cluster_of
from gis.store.database import Database
from gis.store.tracks import Day
from tests.bench.walked_day import walked_day
from tests.browser.conftest import ROOT, serving

ROUNDS = 5
SCRUBS = 20
MOST_FIRST_MS = 1000
MOST_SCRUB_MS = 100
LEAST_RATIO = 50
HOURS = 9
SETTLE_MS = 3000
# the page's own worker, with the clock beside what goes in and what comes out
WATCH = """
    const Own = window.Worker;
    window.Worker = class extends Own {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", ({ data }) => {
                window.played = { ms: performance.now() - window.asked, tracks: data };
            });
        }
        postMessage(...given) {
            window.asked = performance.now();
            super.postMessage(...given);
        }
    };
    const after = pictures => new Promise(done => {
        const next = left => left ? requestAnimationFrame(() => next(left - 1)) : done();
        next(pictures);
    });
    window.firstPicture = async button => {
        const begin = performance.now();
        button.click();
        while (!document.querySelector(".dock-bar")) await after(1);
        await after(2);
        return performance.now() - begin;
    };
    window.scrub = async (slider, share) => {
        const begin = performance.now();
        slider.value = String(Number(slider.min) + share * (Number(slider.max) - Number(slider.min)));
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await after(2);
        return performance.now() - begin;
    };
    window.asGeoJson = tracks => {
        const features = [];
        for (const { person, atMs, lon, lat } of tracks) {
            for (let n = 0; n < atMs.length; n++) {
                features.push(`{"type":"Feature","geometry":{"type":"Point","coordinates":[` +
                    `${lon[n] / 1e6},${lat[n] / 1e6}]},"properties":{"person":${person},` +
                    `"at":"${new Date(atMs[n]).toISOString()}"}}`);
            }
        }
        return `{"type":"FeatureCollection","features":[${features.join(",")}]}`;
    };
    window.parsed = () => {
        const text = window.asGeoJson(window.played.tracks);
        const begin = performance.now();
        const count = JSON.parse(text).features.length;
        return { ms: performance.now() - begin, count };
    };
"""


@dataclass(frozen=True, slots=True)
class Played:
    """What one opening of the page took."""

    fixes: int
    first_ms: float
    scrubs_ms: tuple[float, ...]
    decoded_ms: tuple[float, float]


def run(_: argparse.Namespace) -> int:
    """Play yesterday back and return how many goals were missed."""
    with tempfile.TemporaryDirectory(prefix="wangge-playing-") as folder:
        cluster = cluster_of(Path(folder))
        cluster.make()
        cluster.start()
        try:
            token, day = asyncio.run(_walked(cluster.url()))
            with serving(cluster.url(), Path(folder)) as served:
                return asyncio.run(_watch(served.people, token, day))
        finally:
            cluster.discard()


async def _walked(url: str) -> tuple[str, Day]:
    now = datetime.now(UTC)
    database = Database(url, statement_seconds=600)
    walked = await walked_day(database, url, now)
    await Sealer(database, walked.atlas, lambda: now).seal(walked.day)
    await database.close()
    services = make_services(Settings(home=ROOT), url)
    secret = await services.accounts.issue_token(
        new_token("bench", ("commander",), EVERYTHING, now, 1), By("bench")
    )
    await services.database.close()
    return secret, walked.day


async def _watch(server: str, token: str, day: Day) -> int:
    address = f"{server}/{_playback(day)}"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        rounds = [await _play(browser, token, address) for _ in range(ROUNDS)]
        await browser.close()
    first = statistics.median(one.first_ms for one in rounds)
    scrub = statistics.median(statistics.median(one.scrubs_ms) for one in rounds)
    unpacked, parsed = (
        statistics.median(times) for times in zip(*(one.decoded_ms for one in rounds), strict=True)
    )
    sys.stdout.write(
        f"{rounds[0].fixes:,} fixes; unpacked in {unpacked:.0f} ms, JSON.parse {parsed:,.0f} ms\n"
    )
    misses = _told("first picture, ms", first, MOST_FIRST_MS, most=True)
    misses += _told("scrub, two pictures included, ms", scrub, MOST_SCRUB_MS, most=True)
    return misses + _told(
        "unpacked faster than JSON.parse, times", parsed / unpacked, LEAST_RATIO, most=False
    )


def _told(what: str, value: float, bound: float, *, most: bool) -> int:
    missed = value > bound if most else value < bound
    word = "at most" if most else "at least"
    sys.stdout.write(f"{what}: {value:.1f} ({word} {bound}: {'MISSED' if missed else 'reached'})\n")
    return int(missed)


def _playback(day: Day) -> str:
    """Write the address of the day's shift, as the page does."""
    begin = day.begin + timedelta(hours=8)
    span = [f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}" for at in (begin, begin + timedelta(hours=HOURS))]
    return f"#view=120.3435,31.7538,13&play={','.join(span)}&play.at={span[0]}&play.speed=60&play.trail=5"


async def _play(browser: Browser, token: str, address: str) -> Played:
    context = await browser.new_context(
        viewport={"width": 1400, "height": 900},
        locale="zh-CN",
        extra_http_headers={"Authorization": f"Bearer {token}"},
    )
    page = await context.new_page()
    await page.add_init_script(WATCH)
    await page.goto(address)
    await page.locator("#playback-purpose").select_option("drill")
    await page.wait_for_timeout(SETTLE_MS)
    button = await page.get_by_role("button", name="调取轨迹").element_handle()
    first = await page.evaluate("button => firstPicture(button)", button)
    await page.wait_for_timeout(SETTLE_MS)
    slider = await page.get_by_role("slider", name="回放时刻").element_handle()
    shares = [(7 * n % SCRUBS + 0.5) / SCRUBS for n in range(SCRUBS)]
    scrubs = [
        await page.evaluate("([slider, share]) => scrub(slider, share)", [slider, share]) for share in shares
    ]
    unpacked = await page.evaluate("() => played.ms")
    parsed = await page.evaluate("() => parsed()")
    await context.close()
    return Played(parsed["count"], first, tuple(scrubs), (unpacked, parsed["ms"]))
