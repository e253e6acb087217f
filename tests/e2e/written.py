"""Finds texts in whatever a run wrote: files as they are, and all that is packed or encoded in them."""

import base64
import binascii
import ctypes
import gzip
import json
import re
import struct
import urllib.parse
import zlib

ZSTD = ctypes.CDLL("libzstd.so.1")
ZSTD.ZSTD_getFrameContentSize.restype = ctypes.c_ulonglong
ZSTD.ZSTD_decompress.restype = ctypes.c_size_t
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")


def unzstd(packed):
    size = ZSTD.ZSTD_getFrameContentSize(packed, ctypes.c_size_t(len(packed)))
    text = ctypes.create_string_buffer(size)
    got = ZSTD.ZSTD_decompress(text, ctypes.c_size_t(size), packed, ctypes.c_size_t(len(packed)))
    assert got == size, "damaged zstd frame"
    return text.raw


def log_entries(log):
    """Meta and decoded payload of each entry of a page log; what is torn at its end is left out."""
    assert log[:8] == b"DECANTPL"
    at = 16
    while at + 48 <= len(log):
        assert log[at : at + 4] == b"\xf5\x50\x4c\x45", f"no entry at {at}"
        codec = log[at + 5]
        meta, payload = struct.unpack_from("<II", log, at + 12)
        begin = at + 48
        if begin + meta + payload > len(log):
            return
        packed = log[begin + meta : begin + meta + payload]
        yield log[begin : begin + meta], unzstd(packed) if codec == 1 and packed else packed
        at = begin + meta + payload


def unpacked(text):
    """A text, and what is encoded in it."""
    yield text
    for run in BASE64.findall(text):
        try:
            decoded = base64.b64decode(run.translate(bytes.maketrans(b"-_", b"+/")) + b"=" * (-len(run) % 4))
        except binascii.Error:
            continue
        yield decoded
        try:
            yield zlib.decompress(decoded)
        except zlib.error:
            pass


def texts_of(path):
    """All texts of a file."""
    content = path.read_bytes()
    yield path.name.encode()
    yield from unpacked(content)
    if content[:2] == b"\x1f\x8b":
        yield from unpacked(gzip.decompress(content))
    if path.name == "pages.log":
        for meta, payload in log_entries(content):
            yield meta
            yield from unpacked(payload)


def forms_of(secret):
    """How a text may be written."""
    quoted = json.dumps(secret)[1:-1]
    plain = json.dumps(secret, ensure_ascii=False)[1:-1]
    forms = {secret, urllib.parse.quote(secret, safe=""), urllib.parse.quote_plus(secret), urllib.parse.quote(secret)}
    forms |= {quoted, quoted.replace("/", "\\/"), plain, plain.replace("/", "\\/"), secret.encode().hex()}
    return {form.encode() for form in forms}


def found_in(secrets, folder, *texts):
    """Name of secret -> where it was written, below a folder or in the texts of a run."""
    places = {}
    forms = {name: forms_of(secret) for name, secret in secrets.items()}

    def look(place, text):
        for name, written in forms.items():
            if any(form in text for form in written):
                places.setdefault(name, set()).add(place)

    for path in sorted(folder.rglob("*")):
        if path.is_file():
            for text in texts_of(path):
                look(str(path.relative_to(folder)), text)
    for number, text in enumerate(texts):
        for part in unpacked(text.encode()):
            look(f"output {number}", part)
    return places
