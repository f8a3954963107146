"""The few strokes that charts are made of. Lengths are units of the picture, which is 720 wide."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from html import escape
from math import ceil

from core.ui.rules.charts.data import SIGNS, Mark

WIDTH = 720
SIZE, SMALL = 14, 12
LETTER = 0.52
"""How wide a letter of the typeface is on average, as a share of its size."""
INK, SOFT, STRONG, PALE, EDGE = "#1f2b29", "#52605b", "#17594d", "#e2dccf", "#858b80"
FONT = "Source Sans 3, Source Sans, sans-serif"


def picture(parts: Iterable[str], *, key: str, title: str, description: str, height: float) -> str:
    """The whole SVG, with what a screen reader says of it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {WIDTH} {_n(height)}"'
        f' aria-labelledby="{key}-title {key}-desc" font-family="{FONT}">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>'
        f"{_patterns(key)}{''.join(parts)}</svg>"
    )


def _patterns(key: str) -> str:
    """Hatching for what was, dots for what is hidden: they differ without any colour."""
    return (
        f'<defs><pattern id="{key}-hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect class="chart-ground" width="6" height="6" fill="#ffffff"/>'
        f'<line class="chart-hatch" x1="1" y1="0" x2="1" y2="6" stroke="{STRONG}" stroke-width="2"/></pattern>'
        f'<pattern id="{key}-dots" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<circle class="chart-dot" cx="2" cy="2" r="0.9" fill="{EDGE}"/></pattern></defs>'
    )


def text(
    words: str, x: float, y: float, *, anchor: str = "start", size: int = SIZE, soft: bool = False, bold: bool = False
) -> str:
    """Words whose line stands at `y`; `anchor` says which of their ends is at `x`."""
    name, colour = ("chart-soft", SOFT) if soft else ("chart-text", INK)
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text class="{name}" x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{size}" fill="{colour}"'
        f"{weight}>{escape(words)}</text>"
    )


def line(x1: float, y1: float, x2: float, y2: float, *, name: str = "chart-grid", width: float = 1) -> str:
    """A stroke; its name says what it is for, and with it which colour it has."""
    colour = {"chart-grid": PALE, "chart-median": INK}.get(name, EDGE)
    return (
        f'<line class="{name}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{colour}"'
        f' stroke-width="{_n(width)}"/>'
    )


def box(x: float, y: float, width: float, height: float, *, key: str, is_before: bool = False) -> str:
    """A bar: full for what it is about, hatched for what was before."""
    look = f'class="chart-before" fill="url(#{key}-hatch)"' if is_before else f'class="chart-now" fill="{STRONG}"'
    return (
        f'<rect {look} x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" stroke="{STRONG}"'
        ' stroke-width="1"/>'
    )


def veil(x: float, y: float, width: float, height: float, *, key: str) -> str:
    """A place where a number is hidden; always of the same size, so that it tells nothing of the number."""
    return (
        f'<rect class="chart-hidden" x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
        f' fill="url(#{key}-dots)" stroke="{EDGE}" stroke-dasharray="3 2"/>'
    )


def diamond(x: float, y: float, *, half: float = 7) -> str:
    """One's own value: no other shape of a chart looks like it."""
    points = f"{_n(x)},{_n(y - half)} {_n(x + half)},{_n(y)} {_n(x)},{_n(y + half)} {_n(x - half)},{_n(y)}"
    return f'<polygon class="chart-own" points="{points}" fill="{STRONG}" stroke="#ffffff" stroke-width="1.5"/>'


def legend(entries: Iterable[tuple[str, str]], *, y: float) -> tuple[str, float]:
    """Samples (drawn at the origin, 16 wide and 12 high) with their words, in lines; and where they end."""
    parts, x = [], 0.0
    for sample, words in entries:
        width = 22 + width_of(words, size=SMALL) + 18
        if x and x + width > WIDTH:
            x, y = 0.0, y + 20
        parts.append(f'<g transform="translate({_n(x)} {_n(y)})">{sample}{text(words, 22, 11, size=SMALL)}</g>')
        x += width
    return "".join(parts), y + 20 if parts else y


def signs_explained(marks: Iterable[Mark], words: Mapping[Mark, str], *, key: str) -> list[tuple[str, str]]:
    """The signs that are used, as entries of a legend."""
    samples = {mark: text(SIGNS[mark], 8, 11, anchor="middle", size=SMALL) for mark in SIGNS}
    samples[Mark.HIDDEN] = veil(0, 0, 16, 13, key=key) + samples[Mark.HIDDEN]
    return [(samples[mark], words[mark]) for mark in marks if mark in words]


def width_of(words: str, *, size: int = SIZE) -> float:
    """About how long a text is."""
    return len(words) * size * LETTER


def in_lines(words: str, *, room: float, size: int = SIZE) -> list[str]:
    """The text broken between words so that its lines fit, as far as words go."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size=size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def ticks(largest: Decimal, *, most: int = 5) -> list[Decimal]:
    """Round numbers from 0 to just above the largest, at most `most` steps: 1, 2 or 5 times a power of ten."""
    if largest <= 0:
        return [Decimal(0), Decimal(1)]
    power = Decimal(10) ** (largest.adjusted() - 1)
    step = next(each for each in (power * factor for factor in (1, 2, 5, 10, 20, 50)) if each * most >= largest)
    count = ceil(largest / step)
    return [step * number for number in range(count + 1)]


def _n(number: float | Decimal) -> str:
    """A length with one decimal at most: a finer one would tell more than the picture shows."""
    return f"{float(number):.1f}".removesuffix(".0")
