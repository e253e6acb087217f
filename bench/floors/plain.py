"""Fetching alone and parsing alone."""

from contender import FLOOR, Contender, Outcome
from measured import Failed, measure
from places import BIN
from shop import bytes_in, curl_command


def curl(context, sizes=None, latency=None):
    """All pages of a shop on one connection, one after the other."""

    def run(folder):
        shop, pages = context.shop(sizes, latency), context.pages(sizes)
        facts = {"requests": len(list(pages.iterdir())), "bytes": bytes_in(pages)}
        return Outcome(measure(curl_command(shop), folder), facts)

    return Contender("curl of all pages", FLOOR, run, {}, leaves_out="everything but the fetch")


def simdjson(context):
    """`decant_parse_pages`, a program of bench/micro; its own time, reading the files not counted."""
    def run(folder):
        pages, program = context.pages(), BIN / "decant_parse_pages"
        if not program.exists():
            raise Failed("decant_parse_pages is not built")
        measured = measure([program, *sorted(pages.iterdir())], folder)
        measured.wall = float(measured.out)
        return Outcome(measured, {"bytes": bytes_in(pages)})

    return Contender("simdjson alone", FLOOR, run, {}, leaves_out="everything but parsing, on one thread")
