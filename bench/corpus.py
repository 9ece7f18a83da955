"""A made-up volunteer's log of any length, with photos that cost what a telephone's cost; same arguments, same bytes.

    python bench/corpus.py OUT --activities 1000
    python bench/corpus.py OUT --activities 30 --photos-per 3
    python bench/corpus.py OUT --activities 5 --members 2000 --photos-per 1 --megapixels 2

``OUT/content/`` is a site for kiprah. ``OUT/posts.jsonl`` says the same, one post a line, for any other generator
(`peers.py` reads it), and ``OUT/photos/`` holds the photos once more as the same files. Needs numpy beside Pillow.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import random
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

VOCABULARY: dict[str, list[str]] = json.loads(Path(__file__).with_name("corpus_words.json").read_text("utf-8"))
ORGANIZATIONS = VOCABULARY["organizations"]
CAUSES = VOCABULARY["causes"]
ROLES = VOCABULARY["roles"]
SKILLS = VOCABULARY["skills"]
VERBS = VOCABULARY["verbs"]
NOUNS = VOCABULARY["nouns"]
FIRST = VOCABULARY["first"]
LAST = VOCABULARY["last"]
WORDS = VOCABULARY["words"]


@dataclass(frozen=True)
class Post:
    """One entry of the log, in nobody's format."""

    slug: str
    title: str
    date: str
    role: str
    organization: str
    cause: str
    hours: float
    skills: tuple[str, ...]
    photos: tuple[tuple[str, str], ...]
    """File and alternative text."""
    body: str


def slugged(text: str) -> str:
    """Return a plain slug."""
    return "-".join("".join(c.lower() if c.isascii() and c.isalnum() else " " for c in text).split())


def sentence(rng: random.Random, styled: bool = True) -> str:
    """Return a sentence of 8 to 22 words; some have one word set off."""
    start, length = rng.randrange(len(WORDS)), rng.randint(8, 22)
    words = [WORDS[(start + i) % len(WORDS)] for i in range(length)]
    if styled and rng.random() < 0.3:
        i = rng.randrange(1, len(words))
        words[i] = rng.choice(("**{}**", "*{}*", "`{}`", "[{}](https://example.org/{})")).format(words[i], words[i])
    words[0] = words[0].capitalize()
    return " ".join(words) + rng.choice("...!…")


def paragraph(rng: random.Random, words: int) -> str:
    """Return sentences of at least so many words."""
    out: list[str] = []
    while sum(s.count(" ") + 1 for s in out) < words:
        out.append(sentence(rng))
    return " ".join(out)


def block(rng: random.Random) -> str:
    """Return a list, a quotation, a heading, a table, or most often a paragraph."""
    kind = rng.random()
    if kind < 0.15:
        return "\n".join(f"- {sentence(rng)}" for _ in range(rng.randint(3, 5)))
    if kind < 0.25:
        return "> " + sentence(rng)
    if kind < 0.35:
        return f"## {rng.choice(('What we did', 'Outcome', 'Next time', 'Thanks'))}"
    if kind < 0.40:
        rows = (f"| {rng.choice(NOUNS)} | {rng.randint(1, 90)} |" for _ in range(3))
        return "| Item | Count |\n| --- | ---: |\n" + "\n".join(rows)
    return paragraph(rng, rng.randint(30, 70))


def body(rng: random.Random) -> str:
    """Return 150 to 400 words of Markdown; every other one ends with a reflection."""
    reflects = rng.random() < 0.5
    wanted = rng.randint(150, 400) - (60 if reflects else 0)
    parts = [paragraph(rng, rng.randint(30, 70))]
    while sum(len(part.split()) for part in parts) < wanted:
        parts.append(block(rng))
    if parts[-1].startswith("##"):
        parts.append(paragraph(rng, 30))
    if reflects:
        parts += ["## Reflection", paragraph(rng, 55)]
    return "\n\n".join(parts) + "\n"


def post(rng: random.Random, number: int, files: list[str]) -> Post:
    """Return one entry."""
    title = f"{rng.choice(VERBS)} {rng.choice(NOUNS)} #{number + 1}"
    day = dt.date(2016, 1, 1) + dt.timedelta(days=rng.randrange(3900))
    return Post(
        f"{day}-{slugged(title)}",
        title,
        day.isoformat(),
        rng.choice(ROLES),
        rng.choice(ORGANIZATIONS),
        rng.choice(CAUSES),
        rng.randint(2, 24) / 2,
        tuple(sorted(rng.sample(SKILLS, rng.randint(1, 4)))),
        tuple((name, sentence(rng, styled=False)[:60].rstrip()) for name in files),
        body(rng),
    )


def written(path: Path, text: str) -> None:
    """Write a text file, and the folder it is in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def front(values: dict[str, object]) -> str:
    """Return front matter; JSON is YAML."""
    return (
        "---\n"
        + "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
        + "---\n\n"
    )


def activity(entry: Post) -> str:
    """Return the entry as kiprah reads it."""
    values: dict[str, object] = {
        "title": entry.title,
        "date": entry.date,
        "organization": entry.organization,
        "role": entry.role,
        "hours": entry.hours,
        "causes": [entry.cause],
        "skills": list(entry.skills),
    }
    if entry.photos:
        values["photos"] = [{"file": name, "alt": alt, "people": "none"} for name, alt in entry.photos]
    return front(values) + entry.body


def site(kind: str) -> str:
    """Return the site's settings."""
    return (
        f"kind: {kind}\ntitle: A record of helping\nurl: https://corpus.example/\nlanguage: en\ntimezone: Etc/UTC\n"
        'brand: {color: "#0f766e"}\n'
    )


def linked(source: Path, target: Path) -> None:
    """Give a photo a second name, or copy it where the disk knows no second names."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def logged(folder: Path, out: Path, args: argparse.Namespace, numbers: Iterator[str], rng: random.Random) -> list[Post]:
    """Write one person's log and return its posts."""
    posts = []
    for number in range(args.activities):
        entry = post(rng, number, [next(numbers) for _ in range(args.photos_per)])
        if entry.photos:
            written(folder / "activities" / entry.slug / "index.md", activity(entry))
            for name, _ in entry.photos:
                linked(out / "photos" / name, folder / "activities" / entry.slug / name)
        else:
            written(folder / "activities" / f"{entry.slug}.md", activity(entry))
        posts.append(entry)
    return posts


def photographed(out: Path, args: argparse.Namespace) -> Iterator[str]:
    """Write photos one after the other for as long as somebody asks for a name."""
    # Only photos need numpy: a corpus of pages is made without it.
    import camera

    roll = camera.Roll(args.seed, args.distinct, args.megapixels, args.quality, args.bytes_per_pixel)
    pictures = camera.roll_of(roll, args.jobs)
    (out / "photos").mkdir(parents=True)
    rng = random.Random(args.seed)
    for number in range(sys.maxsize):
        name = f"IMG_{number:05d}.jpg"
        (out / "photos" / name).write_bytes(camera.photo(pictures, number, rng))
        yield name


def person(rng: random.Random) -> tuple[str, str]:
    """Return a name, and the profile of whoever has it."""
    name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    values: dict[str, object] = {
        "name": name,
        "headline": f"{rng.choice(ROLES)} for {rng.choice(CAUSES)}",
        "skills": sorted(rng.sample(SKILLS, 5)),
    }
    return name, front(values) + paragraph(rng, 80) + "\n"


def made(args: argparse.Namespace) -> dict[str, object]:
    """Write the whole corpus and say what it is."""
    out: Path = args.out
    rng = random.Random(args.seed)
    numbers = photographed(out, args) if args.photos_per else iter(())
    content, posts = out / "content", []
    written(content / "site.yml", site("community" if args.members else "portfolio"))
    if args.members:
        written(content / "about.md", front({"title": "About us"}) + paragraph(rng, 80) + "\n")
    for number in range(max(1, args.members)):
        name, profile = person(rng)
        folder = content / "members" / f"{slugged(name)}-{number + 1:05d}" if args.members else content
        written(folder / "profile.md", profile)
        posts += logged(folder, out, args, numbers, rng)
    written(out / "posts.jsonl", "".join(json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in posts))
    total = hashlib.sha256()
    files = [path for path in sorted(out.rglob("*")) if path.is_file()]
    for path in files:
        total.update(path.relative_to(out).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    photos = sum(len(entry.photos) for entry in posts)
    return {"posts": len(posts), "photos": photos, "files": len(files), "sha256": total.hexdigest()}


def main() -> int:
    """Make what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--activities", type=int, default=100, help="how many; per member with --members")
    parser.add_argument("--photos-per", type=int, default=0, help="photos of each activity")
    parser.add_argument("--members", type=int, default=0, help="a community of so many instead of a portfolio")
    parser.add_argument("--megapixels", type=float, default=12.19)
    parser.add_argument("--distinct", type=int, default=20, help="pictures drawn; every photo is one of them")
    parser.add_argument("--quality", type=int, default=90)
    parser.add_argument("--bytes-per-pixel", type=float, default=0.33, help="0.33: 4 MB at 12 megapixels")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args()
    if args.out.exists() and any(args.out.iterdir()):
        print(f"{args.out} is not empty", file=sys.stderr)
        return 2
    info = made(args)
    written(args.out / "corpus.json", json.dumps(info, indent=1) + "\n")
    print(json.dumps(info))
    return 0


if __name__ == "__main__":
    sys.exit(main())
