"""What one process holds while it serves: made once from the settings, passed to every door."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, cast

from fastapi import Depends, Request

from api.clock import now_utc
from api.kits import Kits
from gis.service.accounts import Accounts
from gis.service.atlas import Atlas
from gis.service.callers import Callers
from gis.service.casework import Casework
from gis.service.coverage.area import AreaShares
from gis.service.coverage.calendar import Calendar
from gis.service.coverage.finding_evidence import Gatherer
from gis.service.coverage.findings import Findings
from gis.service.coverage.frequency import Frequencies
from gis.service.coverage.people import PeopleCoverage
from gis.service.coverage.proof import Proofs
from gis.service.coverage.reading import Coverage
from gis.service.coverage.requirements import Requirements
from gis.service.coverage.rounds import Rounds
from gis.service.hotspot_trends import Trends
from gis.service.hotspots import Hotspots
from gis.service.live.view import LiveView
from gis.service.lookup import Lookup
from gis.service.phone_faults import PhoneFaults
from gis.service.redrawing.checking import Checking
from gis.service.redrawing.drafts import Drafts
from gis.service.redrawing.impact import Weights
from gis.service.redrawing.patrols import Patrols
from gis.service.redrawing.proposals import Proposals
from gis.service.redrawing.reviewing import Reviewing
from gis.service.redrawing.showing import Showings
from gis.service.redrawing.suggesting import Suggesting
from gis.service.redrawing.weighing import Weighing
from gis.service.setup import SetUp
from gis.service.signin import Lifetime, SignIn
from gis.service.tile_cache import TileCache
from gis.service.tracks import Tracks
from gis.settings import Settings
from gis.store.database import Database

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Services:
    """The services of one process."""

    settings: Settings
    clock: Clock
    database: Database
    atlas: Atlas
    lookup: Lookup
    live: LiveView
    tracks: Tracks
    drafts: Drafts
    reviewing: Reviewing
    showings: Showings
    suggesting: Suggesting
    weighing: Weighing
    weights: Weights
    proposals: Proposals
    checking: Checking
    coverage: Coverage
    areas: AreaShares
    casework: Casework
    proofs: Proofs
    calendar: Calendar
    findings: Findings
    frequencies: Frequencies
    people_coverage: PeopleCoverage
    requirements: Requirements
    rounds: Rounds
    hotspots: Hotspots
    trends: Trends
    sign_in: SignIn
    accounts: Accounts
    setup: SetUp
    callers: Callers
    faults: PhoneFaults
    tiles: TileCache
    kits: Kits


def make_services(settings: Settings, url: str, clock: Clock = now_utc) -> Services:
    """Wire the services over one database; nothing connects before the first use."""
    database = Database(url)
    atlas = Atlas(database, clock)
    lifetime = Lifetime(
        timedelta(hours=settings.session_hours), timedelta(minutes=settings.session_idle_minutes)
    )
    sign_in = SignIn(database, lifetime, clock)
    weighing = Weighing(atlas)
    drafts = Drafts(database, atlas, weighing)
    coverage = Coverage(database, atlas)
    frequencies = Frequencies(database, atlas, coverage)
    proofs = Proofs(atlas, coverage)
    trends = Trends(database, atlas)
    return Services(
        settings=settings,
        clock=clock,
        database=database,
        atlas=atlas,
        lookup=Lookup(database, atlas),
        tracks=Tracks(atlas),
        drafts=drafts,
        reviewing=Reviewing(drafts),
        showings=Showings(drafts, clock),
        suggesting=Suggesting(database, atlas, weighing),
        weighing=weighing,
        weights=Weights(weighing, Patrols(atlas)),
        proposals=Proposals(weighing),
        checking=Checking(weighing),
        coverage=coverage,
        areas=AreaShares(database, atlas, coverage),
        casework=Casework(database, atlas, clock),
        proofs=proofs,
        findings=Findings(database, atlas, Gatherer(atlas, coverage, proofs), clock),
        calendar=Calendar(database, atlas, coverage),
        people_coverage=PeopleCoverage(database, atlas, coverage),
        frequencies=frequencies,
        rounds=Rounds(database, atlas, frequencies),
        requirements=Requirements(database, atlas),
        hotspots=Hotspots(database, atlas, trends),
        trends=trends,
        live=LiveView(atlas, clock, settings.live_socket),
        sign_in=sign_in,
        accounts=Accounts(database, sign_in),
        setup=SetUp(database, sign_in, clock),
        callers=Callers(time.monotonic),
        faults=PhoneFaults(database, atlas, clock),
        tiles=TileCache(settings.tile_cache_mib * 1024 * 1024),
        kits=Kits(),
    )


def services_of(request: Request) -> Services:
    """Return the services of the application that handles a request."""
    return cast(Services, request.app.state.services)


Served = Annotated[Services, Depends(services_of)]
