"""``kiprah ready``: a quiet checklist before the first publishing; the answers stay in a file that no build reads."""

from __future__ import annotations

import click

from kiprah.cli.language import interface_words, speak
from kiprah.cli.site import cache_of, find_site


@click.command()
@click.argument("site", required=False)
@click.option("--show", is_flag=True)
@click.option("--cache")
def ready(site: str | None, show: bool, cache: str | None) -> int:
    """Go through six questions, or show them with the answers of last time."""
    from kiprah.authoring.readiness import QUESTIONS, READINESS_FILE, read_answers, write_answers
    from kiprah.cli.new.output import relative_path
    from kiprah.cli.new.prompt import may_ask
    from kiprah.cli.terminal_text import harmless
    from kiprah.content.folder import list_folder
    from kiprah.content.settings import read_settings

    folder = find_site(site)
    settings, _ = read_settings(list_folder(folder)[0])
    if settings is not None:
        speak(settings.language)
    words = interface_words("care")
    private = cache_of(folder, cache)
    try:
        answers = read_answers(private)
    except (OSError, ValueError) as error:
        click.echo(
            words.say("ready.unreadable", path=relative_path(private / READINESS_FILE), reason=str(error)), err=True
        )
        return 3
    asking = may_ask(show)
    click.echo(words.say("ready.intro"))
    for name in QUESTIONS:
        click.echo(f"\n{words.say(f'ready.{name}')}\n  {words.say(f'ready.{name}.why')}")
        if name in answers:
            click.echo("\n".join(f"  > {harmless(line)}" for line in answers[name].splitlines()))
        if asking and (typed := click.prompt("", default="", show_default=False, prompt_suffix="  ").strip()):
            answers[name] = typed
    if not asking:
        return 0
    questions = {name: words.say(f"ready.{name}") for name in QUESTIONS}
    try:
        path = write_answers(private, answers, words.say("ready.file"), questions)
    except OSError as error:
        click.echo(words.say("ready.not-written", reason=error.strerror or str(error)), err=True)
        return 3
    click.echo(f"\n{words.say('ready.kept', path=relative_path(path))}")
    return 0
