"""``kiprah schema``: what may stand in a file, as JSON Schema."""

from __future__ import annotations

import click

SCHEMA_KINDS = ("site", "profile", "activity", "reflection", "testimonial", "page", "selection", "event", "member")


@click.command()
@click.argument("kind", required=False, type=click.Choice(SCHEMA_KINDS))
@click.option("--language", type=click.Choice(["id", "en"]))
def schema(kind: str | None, language: str | None) -> int:
    """Print the JSON Schema of one kind of file, or all of them by name."""
    from kiprah.cli.language import interface_language
    from kiprah.content.json_schema import json_schema, schema_text

    spoken = language or interface_language()
    schemas = json_schema(kind, spoken) if kind else {name: json_schema(name, spoken) for name in SCHEMA_KINDS}
    click.echo(schema_text(schemas), nl=False)
    return 0
