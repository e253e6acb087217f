"""Small line charts as one SVG."""

import math
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, LEFT, BOTTOM, TOP, GAP = 420, 270, 64, 48, 30, 24
INK, LINE, GRID = "#333", "#1763a6", "#ddd"


@dataclass
class Chart:
    """`points`: pairs. With `logarithmic` both axes are, and a dashed line shows what would be linear; with `flat` only the
    horizontal one is."""

    across: str
    up: str
    points: list
    logarithmic: bool = False
    flat: bool = False


def ticks_to(most):
    """Round steps from 0 to a little beyond `most`."""
    raw = most / 4
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw)
    return [step * number for number in range(math.ceil(most / step) + 1)]


def decades(values):
    """Powers of ten around the values."""
    return [10.0**power for power in range(math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)) - 1e-9) + 1)]


def text_of(value):
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:g}"


class Axis:
    """Places values between two ends."""

    def __init__(self, values, logarithmic, begin, end):
        self.logarithmic, self.begin, self.end = logarithmic, begin, end
        self.ticks = decades(values) if logarithmic else ticks_to(max(values))
        if len(self.ticks) == 1:
            self.ticks.append(self.ticks[0] * 10)

    def place(self, value):
        low, high = self.ticks[0], self.ticks[-1]
        if self.logarithmic:
            low, high, value = math.log10(low), math.log10(high), math.log10(value)
        return self.begin + (value - low) / (high - low) * (self.end - self.begin)


def line(x1, y1, x2, y2, extra=f'stroke="{GRID}"'):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {extra}/>'


def text(x, y, words, anchor="middle", extra=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {extra}>{escape(words)}</text>'


def grid(chart, across, up):
    parts = []
    for tick in up.ticks:
        y = up.place(tick)
        parts += [line(across.begin, y, across.end, y), text(across.begin - 6, y + 4, text_of(tick), "end")]
    for tick in across.ticks:
        x = across.place(tick)
        parts += [line(x, up.begin, x, up.end), text(x, up.begin + 16, text_of(tick))]
    parts.append(text((across.begin + across.end) / 2, up.begin + 34, chart.across))
    parts.append(text(across.begin, up.end - 10, chart.up, "start", 'font-weight="bold"'))
    return parts


def linear_through(chart, across, up):
    """What a cost in proportion to the largest point's would be."""
    (first, _), (last, most) = chart.points[0], chart.points[-1]
    least = most * first / last
    if least < up.ticks[0]:
        first, least = last * up.ticks[0] / most, up.ticks[0]
    dashed = f'stroke="{INK}" stroke-dasharray="4 4" stroke-opacity="0.5"'
    return [line(across.place(first), up.place(least), across.place(last), up.place(most), dashed)]


def curve(chart, across, up):
    places = [(across.place(x), up.place(y)) for x, y in chart.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts = [f'<polyline points="{path}" fill="none" stroke="{LINE}" stroke-width="2"/>']
    for (x, y), (_, value) in zip(places, chart.points, strict=True):
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{LINE}"/>', text(x, y - 8, f"{value:.3g}" if value < 100 else f"{value:,.0f}")]
    return parts


def drawn(chart, x, y):
    across = Axis([point[0] for point in chart.points], chart.logarithmic, x + LEFT, x + WIDTH - 12)
    up = Axis([point[1] for point in chart.points], chart.logarithmic and not chart.flat, y + HEIGHT - BOTTOM, y + TOP)
    parts = grid(chart, across, up)
    if chart.logarithmic and not chart.flat:
        parts += linear_through(chart, across, up)
    return parts + curve(chart, across, up)


def draw(title, charts, columns=2):
    rows = -(-len(charts) // columns)
    width, height = columns * (WIDTH + GAP) + GAP, rows * (HEIGHT + GAP) + 48
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
             f'font-family="sans-serif" font-size="12" fill="{INK}">',
             f'<rect width="{width}" height="{height}" fill="white"/>', text(GAP, 28, title, "start", 'font-size="16" font-weight="bold"')]
    for number, chart in enumerate(charts):
        parts += drawn(chart, GAP + number % columns * (WIDTH + GAP), 44 + number // columns * (HEIGHT + GAP))
    return "\n".join([*parts, "</svg>"]) + "\n"
