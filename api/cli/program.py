"""The program with all its verbs."""

import typer

from api.cli import (
    account,
    analyse,
    archive,
    coverage,
    demo,
    device,
    draft_gaps,
    exporting,
    finding,
    importing,
    lookup,
    publishing,
    retaining,
    serving,
    simulate,
    town,
)

app = typer.Typer(
    name="wangge",
    help="网格 · spatial service of a town under grid governance",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("demo")(demo.demo)
app.command("serve")(serving.serve)
app.command("init")(town.init)
app.command("migrate")(town.migrate_tables)
app.add_typer(importing.app, name="import")
app.command("export")(exporting.export)
app.command("publish")(publishing.publish)
app.add_typer(analyse.app, name="analyse")
app.command("archive")(archive.archive)
app.command("coverage")(coverage.coverage)
app.command("lookup")(lookup.look_up)
app.add_typer(account.app, name="account")
app.add_typer(device.app, name="device")
app.add_typer(draft_gaps.app, name="draft")
app.add_typer(retaining.app, name="retain")
app.add_typer(finding.app, name="finding")
app.command("simulate")(simulate.simulate)
