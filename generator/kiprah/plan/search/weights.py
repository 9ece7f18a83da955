"""Term weights of one record: how much a word says of it, as one of fifteen levels. Whole numbers only."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter

from kiprah.plan.search.records import BODY_WEIGHT, TITLE_WEIGHT, SearchRecord
from kiprah.plan.search.stop_words import STOP_WORDS
from kiprah.plan.search.tokens import search_tokens

LEVELS = (6, 8, 11, 15, 20, 26, 36, 48, 65, 87, 117, 158, 213, 286, 385)
"""The least weight of each level, 1 to 15, in sixteenths of a word that stands once in a text of usual length."""
_OFTEN = (0, 16, 21, 24, 26, 27, 28)
"""Weight by how often a word stands there, in sixteenths: more than six times adds nothing."""
_USUAL = 200
"""Words of a text of usual length; in a longer one each says less."""
_FIRST_YEAR = 2017
"""First of the fifteen years that are told apart."""
_LONGEST_TEXT = 20_000
"""Letters of a text that are looked at."""


def term_levels(record: SearchRecord) -> dict[str, int]:
    """Return the level, 1 to 15, of each word that a record is found by, and of the facets it belongs to."""
    weights: Counter[str] = Counter()
    body: Counter[str] = Counter()
    for weight, text in record.texts:
        if weight == BODY_WEIGHT:
            body.update(search_tokens(text[:_LONGEST_TEXT]))
            continue
        counts = Counter(search_tokens(text[:_LONGEST_TEXT]))
        # What a short title says, it says of the whole.
        words = counts.total() if weight >= TITLE_WEIGHT else 0
        for word, times in counts.items():
            value = weight * _OFTEN[min(times, 6)]
            weights[word] += value + value // (2 * words) if words else value
    length = 16 * 4 * _USUAL // (3 * _USUAL + body.total())
    for word, times in body.items():
        weights[word] += _OFTEN[min(times, 6)] * length // 16
    levels = {word: max(1, bisect_right(LEVELS, weight)) for word, weight in weights.items() if word not in STOP_WORDS}
    facets = [f"cause:{slug}" for slug in record.causes] + [f"skill:{slug}" for slug in record.skills]
    facets += [f"year:{record.date[:4]}"] if record.date else []
    # Activities and reflections are nearly everything: nobody asks for all of them, and the list would be long.
    facets += [f"kind:{record.kind}"] if record.kind in ("member", "event", "page") else []
    # Where only a facet is asked for, the newest years come first: their level says so as far as levels go.
    year = int(record.date[:4]) if record.date else 0
    return levels | dict.fromkeys(facets, max(1, min(len(LEVELS), year - _FIRST_YEAR + 1)))
