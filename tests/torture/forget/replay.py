"""Makes of a folder what a power loss could have left of it: undoes what the journal of the preloaded library holds and no
fsync made durable. Strictly (`seed` None) all of that is gone; else some of it survives, chosen by the seed: of a file any of
its writes, also the first pages of one only, of the names in a folder the first so many changes."""

import os
import random
import shutil
import struct
from dataclasses import dataclass, field
from pathlib import Path

HEAD = struct.Struct("<IIQQQQQII")
MARK = 0x4A474F46
PAGE = 4096


@dataclass
class Record:
    kind: str
    file: int
    replaced: int
    offset: int
    length: int
    old_size: int
    paths: list
    old: bytes
    durable: bool = False
    redo: object = field(default=None, repr=False)


def read(folder):
    """The records of a journal, in order; one that was cut short is the last and does not count."""
    path = Path(folder) / "journal"
    data, at, records = path.read_bytes() if path.exists() else b"", 0, []
    while at + HEAD.size <= len(data):
        mark, kind, file, replaced, offset, length, old_size, path_size, old_bytes = HEAD.unpack_from(data, at)
        assert mark == MARK, f"the journal is damaged at {at}"
        begin = at + HEAD.size
        at = begin + path_size + old_bytes
        if at > len(data):
            break
        paths = [os.fsdecode(part) for part in data[begin : begin + path_size].split(b"\0")]
        records.append(Record(chr(kind), file, replaced, offset, length, old_size, paths, data[begin + path_size : at]))
    return records


def mark_durable(records):
    """A change is durable if a later fsync reached it: of the file, or of the folder that a name is in (of a rename: the new one)."""
    files, folders = set(), set()
    for record in reversed(records):
        if record.kind == "S":
            files.add(record.file)
        elif record.kind == "D":
            folders.add(record.paths[0])
        elif record.kind == "W":
            record.durable = record.file in files
        else:
            record.durable = os.path.dirname(record.paths[-1]) in folders


class Replay:
    def __init__(self, folder, records):
        self.folder, self.records = Path(folder), records

    def kept(self, inode):
        return self.folder / str(inode)

    def holds(self, path, inode):
        try:
            return os.lstat(path).st_ino == inode
        except FileNotFoundError:
            return False

    # --- undoing, each of which leaves in `redo` how to do it again

    def undo_W(self, record):
        with open(self.kept(record.file), "r+b") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(record.offset)
            record.redo = (file.read(record.length), size)
            if record.old:
                file.seek(record.offset)
                file.write(record.old)
            file.truncate(record.old_size)

    def undo_C(self, record):
        path = record.paths[0]
        if os.path.lexists(path):
            record.redo = os.lstat(path).st_ino
            os.unlink(path)

    def undo_U(self, record):
        if not os.path.lexists(record.paths[0]) and os.path.isdir(os.path.dirname(record.paths[0])):
            record.redo = True
            os.link(self.kept(record.file), record.paths[0])

    def undo_R(self, record):
        old, new = record.paths
        is_done = self.holds(new, record.file) if record.file else os.path.isdir(new) and not os.path.lexists(old)
        if not is_done or not os.path.isdir(os.path.dirname(old)):
            return
        record.redo = True
        os.rename(new, old)
        if record.replaced:
            os.link(self.kept(record.replaced), new)

    def undo_E(self, record):
        # Whether it was done shows in no name; a kill between record and exchange is told by the record being the last.
        if record is not self.records[-1] and all(map(os.path.lexists, record.paths)):
            record.redo = True
            self.exchange(*record.paths)

    def exchange(self, one, other):
        os.rename(one, self.folder / "exchanged")
        os.rename(other, one)
        os.rename(self.folder / "exchanged", other)

    def undo_M(self, record):
        if os.path.isdir(record.paths[0]):
            record.redo = self.folder / f"gone-{id(record)}"
            os.rename(record.paths[0], record.redo)

    def undo_X(self, record):
        if not os.path.lexists(record.paths[0]) and os.path.isdir(os.path.dirname(record.paths[0])):
            record.redo = True
            os.mkdir(record.paths[0])

    # --- doing again

    def redo_W(self, record, limit=None):
        data, size = record.redo
        with open(self.kept(record.file), "r+b") as file:
            if not record.length or size <= record.offset:
                file.truncate(size)
            else:
                file.seek(record.offset)
                file.write(data if limit is None else data[:limit])

    def redo_C(self, record):
        os.link(self.kept(record.redo), record.paths[0])

    def redo_U(self, record):
        os.unlink(record.paths[0])

    def redo_R(self, record):
        os.rename(*record.paths)

    def redo_E(self, record):
        if all(map(os.path.lexists, record.paths)):
            self.exchange(*record.paths)

    def redo_M(self, record):
        os.rename(record.redo, record.paths[0])

    def redo_X(self, record):
        os.rmdir(record.paths[0])

    def survivors(self, undone, chance):
        """Records that reached the disk all the same, with the bytes of each that did (None: all)."""
        groups = {}
        for record in undone:
            key = record.file if record.kind == "W" else os.path.dirname(record.paths[-1])
            groups.setdefault((record.kind == "W", key), []).append(record)
        chosen = {}
        for (is_data, _), records in groups.items():
            way = chance.choice(["none", "all", "first", "any"] if is_data else ["none", "all", "first"])
            if way in ("all", "first"):
                count = len(records) if way == "all" else chance.randint(0, len(records))
                chosen.update((id(record), None) for record in records[:count])
            elif way == "any":
                for record in records:
                    if chance.random() < 0.5:
                        pages = record.length // PAGE
                        chosen[id(record)] = chance.randint(0, pages) * PAGE if pages and chance.random() < 0.3 else None
        return chosen

    def run(self, seed):
        mark_durable(self.records)
        undone = [record for record in self.records if record.kind not in "SD" and not record.durable]
        for record in reversed(undone):
            getattr(self, "undo_" + record.kind)(record)
        if seed is None:
            return len(undone)
        undone = [record for record in undone if record.redo is not None]
        chosen = self.survivors(undone, random.Random(seed))
        for record in undone:
            if id(record) in chosen:
                try:
                    limit = chosen[id(record)]
                    self.redo_W(record, limit) if record.kind == "W" else getattr(self, "redo_" + record.kind)(record)
                except FileNotFoundError:
                    pass  # its folder did not survive
                except FileExistsError:
                    pass
                except OSError as error:
                    if error.errno != 39:  # a folder that is not empty, as a removal in it did not survive
                        raise
        return len(undone) - len(chosen)


def power_loss(folder, seed=None):
    """Undoes; returns how many changes were lost. The journal is used up."""
    lost = Replay(folder, read(folder)).run(seed)
    shutil.rmtree(folder)
    return lost


def unseen(folder, roots, since):
    """Files below the roots that changed after a time and are not in the journal: the library missed a call. One without content
    may be of a process that was killed when it had just made it."""
    kept = {entry.stat().st_ino for entry in os.scandir(folder)}
    files = (path for root in roots for path in Path(root).rglob("*") if path.is_file() and not path.is_symlink())
    return [str(path) for path in files if is_changed(path.stat(), since) and path.stat().st_ino not in kept]


def is_changed(status, since):
    return status.st_mtime_ns > since and status.st_size > 0
