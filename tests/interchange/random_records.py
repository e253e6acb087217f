"""Random records of random shape, the same for the same seed. What no version of dlt can load is left out: integers beyond 64 bits
and lone surrogates stop it (decided.json says what decant does with them)."""

import random
import string

KEYS = [
    "id", "name", "value", "list", "a", "b", "c", "a__b", "a_b", "CustomerID", "HTTPStatus", "iPhone15Pro", "Foo", "foo", "x y", "x-y",
    "price ($)", "50%", "2fa", "trailing_", "trailing___", "__lead", "@type", "*", "a+b", "größe", "日本", "имя", "", " ", "_", "a___b",
    "né\nw", "q\"uote", "tab\t", "_dlt_custom", "createdAt", "updated_at", "is_ok", "items", "kids", "x" * 90,
]
TEXTS = [
    "", " ", "x", "text", "ünïcode", "日本語", "😀", "a\nb", "tab\t", "nul\u0000l", "quote\"s", "back\\slash", "'", "1", "12", " 12 ", "-7", "+5",
    "1.5", "1e3", ".5", "5.", "0x1F", "0x", "1_000", "1__0", "٣", "007", "true", "True", "yes", "no", "t", "f", "0", "null", "None", "[1,2]",
    "{\"a\":1}", "\"x\"", "{", "eHl6", "e", "NaNa", "infinite",
]
DATES = [
    "2024-01-02", "2024-01", "2024", "20240102", "2024-02-30", "2024-13-01", "2024-060", "2024-W05", "2024-W05-1", "2024W051",
    "2024-01-02T03:04:05Z", "2024-01-02T03:04:05+02:00", "2024-01-02T03:04:05-0330", "2024-01-02T03:04:05+02", "2024-01-02 03:04:05",
    "2024-01-02T03:04", "2024-01-02T03", "2024-01-02T03:04:05.1Z", "2024-01-02T03:04:05.123456789Z", "2024-01-02T03:04:05,5Z",
    "20240102T030405", "20240102T030405Z", "20240102T03:04", "2024-01-02T030405", "2024-060T10:00:00Z", "2024-W05-1T10:00:00Z",
    "2024/01/02", "2024/01/02 03:04:05", "2024:01:02 10:00", "2024 10:00", "2024-01-02t03:04:05z", " 2024-01-02T03:04:05Z", "2024-01-02T24:00:00Z",
    "2024-01-02T23:59:60Z", "1969-12-31T23:59:59.999999Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "10:20:30", "10:20", "T10:20", "P1D",
    "01/02/2024", "2024-01-02/2024-01-03", "1704164645", "1704164645.5",
]
INTEGERS = [0, 1, -1, 2, 7, 42, 255, 65536, 2**31, -(2**31) - 1, 2**53, 2**53 + 1, 2**63 - 1, -(2**63), 1704164645, 10**15]
REALS = [0.5, 1.0, -0.0, 0.1, 1e-7, 1e15, 1e16, 123456.789, 5e-324, 2.0**53, 1e17, -2.5, 3.0, 1e18 + 0.0]
HUGE = [1e22, 1.7976931348623157e308, -1e300]  # dlt stops where one meets a bigint column
COLLIDING = [{"Foo", "foo"}, {"x y", "x-y"}, {"*", "日本", "имя", "_"}, {"", " "}]  # of one name each
STEADY_KEYS = ["id", "name", "a", "b", "c", "createdAt", "kids", "items", "größe", "x y", "HTTPStatus", "2fa", "isOk", "lines", "total"]
TYPES = ["text", "bigint", "double", "bool", "timestamp", "date", "decimal", "json", "time"]


class Shape:
    """Keys with the kinds of value that they have; a key may change its mind, unless the shape is steady."""

    def __init__(self, rng, depth=0, steady=False):
        self.rng, self.steady = rng, steady
        self.keys = {}
        for key in rng.sample(STEADY_KEYS if steady else KEYS, rng.randint(1, 9 if depth == 0 else 4)):
            self.keys[key] = [self.kind(depth, key) for _ in range(1 if steady else rng.choice((1, 1, 1, 2, 3)))]

    def kind(self, depth, key):
        rng = self.rng
        if self.steady:
            return self.steady_kind(depth)
        choices = ["integer", "real", "boolean", "text", "text", "date", "null", "word", "number"]
        if depth < 4 and not key.strip():
            choices += ["object"]
        elif depth < 4:
            choices += ["object", "list", "scalars"] if depth else ["object", "object", "list", "list", "scalars", "lists"]
        kind = rng.choice(choices)
        if kind in ("object", "list"):
            return kind, Shape(rng, depth + 1)
        if kind in ("scalars", "lists"):
            return kind, rng.choice(["integer", "text", "date", "boolean", "real"])
        return kind, None

    def steady_kind(self, depth):
        kind = self.rng.choice(["integer", "real", "boolean", "word", "object", "list", "scalars"][: 7 if depth < 4 else 4])
        return kind, Shape(self.rng, depth + 1, steady=True) if kind in ("object", "list") else "integer" if kind == "scalars" else None

    def record(self):
        rng = self.rng
        made = {}
        for key, kinds in self.keys.items():
            if rng.random() < 0.15:
                continue
            made[key] = None if rng.random() < 0.08 else self.value(*rng.choice(kinds))
        if not self.steady and rng.random() < 0.02:
            made[rng.choice(KEYS)] = self.value(rng.choice(["integer", "text", "date", "real", "boolean"]), None)
        return without_empty_collisions(made)

    def value(self, kind, inner):
        rng = self.rng
        if kind == "object":
            return {} if rng.random() < 0.05 else inner.record()
        if kind == "list":
            return [inner.record() if self.steady or rng.random() < 0.93 else self.value(rng.choice(["null", "integer", "text"]), None) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
        if kind == "scalars":
            return [self.value(inner if rng.random() < 0.9 else "null", None) for _ in range(rng.choice((0, 1, 2, 4)))]
        if kind == "lists":
            return [self.value("scalars", inner) for _ in range(rng.choice((0, 1, 2)))]
        return scalar(rng, kind)


def without_empty_collisions(record):
    """An empty list behind a list of the same name takes its place in dlt and nothing's in decant (decided.json)."""
    for group in COLLIDING:
        present = [key for key in record if key in group and isinstance(record[key], list)]
        for key in present[1:]:
            if not record[key]:
                del record[key]
    return record


def scalar(rng, kind):
    if kind == "integer":
        return rng.choice(INTEGERS) if rng.random() < 0.4 else rng.randint(-1000, 1000)
    if kind == "real":
        if rng.random() < 0.002:
            return rng.choice(HUGE)
        return rng.choice(REALS) if rng.random() < 0.4 else rng.uniform(-1000, 1000)
    if kind == "boolean":
        return rng.random() < 0.5
    if kind == "text":
        return rng.choice(TEXTS)
    if kind == "date":
        return rng.choice(DATES)
    if kind == "word":
        return "".join(rng.choice(string.ascii_letters) for _ in range(rng.randint(0, 12)))
    if kind == "number":
        return rng.choice([rng.randint(-5, 5), rng.uniform(-5, 5), str(rng.randint(-5, 5)), rng.random() < 0.5])
    return None


class Batch:
    """Records of one resource with its hints, for two loads of several pages each."""

    def __init__(self, seed, records):
        rng = random.Random(seed)
        shapes = [Shape(rng) for _ in range(rng.choice((1, 1, 2, 3)))]
        self.hints = {}
        if rng.random() < 0.4:
            self.hints["columns"] = {key: {"data_type": rng.choice(TYPES)} for key in hintable(rng, shapes[0])}
        self.max_table_nesting = rng.choice((None, None, None, 0, 1, 2, 3))
        self.loads = []
        for part in (records - records // 3, records // 3):
            made = [rng.choice(shapes).record() for _ in range(part)]
            pages = []
            while made:
                size = rng.randint(1, 40)
                pages.append(made[:size])
                made = made[size:]
            self.loads.append(pages)


def hintable(rng, shape):
    keys = [key for key in shape.keys if key.strip() and not key.startswith("_")]
    return rng.sample(keys, min(len(keys), rng.randint(1, 3)))
