"""Makes data/chicago-l-ridership.u16.gz out of the R package modeldata. Run once; the result is committed.

    apt-get download r-cran-modeldata && dpkg -x r-cran-modeldata_*.deb FOLDER
    python3 packages/datasets/scripts/chicago.py FOLDER

Reads the data frame `Chicago` from R's lazy-load database: Rdata.rdx, a gzipped index from name to (offset, length) in
Rdata.rdb, whose entries are 4 bytes of length, 'Z', and raw LZMA2. What comes out is R's serialisation, big-endian.
No code of the package runs. Python's standard library only.

Writes the 20 station columns, in units of half a ride, a day after a day and a station after a station: all low
bytes, then all high bytes, gzipped. Checks what the docstring of src/sources/chicago.ts says about the data.
"""

import gzip
import hashlib
import lzma
import pathlib
import struct
import sys

STATIONS, DAYS, HALF_RIDES = 20, 5698, 2000
FIRST_DAY, LAST_DAY = 11344, 17041  # 2001-01-22 and 2016-08-28, in days from 1970-01-01


def unserialize(content):
    """The value in R's binary serialisation: vectors as lists, a vector with attributes as (list, attributes)."""
    if content[:2] != b"X\n":
        raise SystemExit("not R's binary serialisation")
    position = 2
    symbols = []

    def take(form):
        nonlocal position
        values = struct.unpack_from(">" + form, content, position)
        position += struct.calcsize(">" + form)
        return values

    def item():
        (flags,) = take("i")
        kind, has_attributes, has_tag = flags & 255, flags & 0x200, flags & 0x400
        if kind in (241, 242, 251, 253, 254):  # environments and NULL
            return None
        if kind == 255:  # a symbol seen before
            return symbols[(flags >> 8 or take("i")[0]) - 1]
        if kind == 1:  # symbol
            symbols.append(item())
            return symbols[-1]
        if kind == 2:  # pair list
            attributes = item() if has_attributes else None
            tag = item() if has_tag else None
            head = item()
            return {**(attributes or {}), tag: head, **(item() or {})}
        if kind == 9:  # string
            (length,) = take("i")
            return None if length == -1 else take(f"{length}s")[0].decode()
        if kind in (10, 13, 14):  # logical, integer, real
            (length,) = take("i")
            values = list(take(f"{length}{'d' if kind == 14 else 'i'}"))
        elif kind in (16, 19):  # strings, list
            values = [item() for _ in range(take("i")[0])]
        else:
            raise SystemExit(f"type {kind} of R is not known here, at byte {position}")
        return (values, item()) if has_attributes else values

    (version, _, _) = take("iii")
    if version == 3:
        take(f"{take('i')[0]}s")
    return item()


def named(value):
    """A named list of R as a dict."""
    values, attributes = value
    return dict(zip(attributes["names"], values))


def column(value):
    return value[0] if isinstance(value, tuple) else value


def main(root):
    data = pathlib.Path(root, "usr/lib/R/site-library/modeldata/data")
    index = named(unserialize(gzip.decompress((data / "Rdata.rdx").read_bytes())))
    offset, length = named(index["variables"])["Chicago"]
    entry = (data / "Rdata.rdb").read_bytes()[offset : offset + length]
    if entry[4:5] != b"Z":
        raise SystemExit("expected an entry packed by xz")
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 6}]
    frame = named(unserialize(lzma.decompress(entry[5:], lzma.FORMAT_RAW, filters=filters)))

    assert column(frame["date"]) == list(range(FIRST_DAY, LAST_DAY + 1)), "days follow each other"
    assert len(column(frame["date"])) == DAYS
    stations = list(frame)[1 : 1 + STATIONS]
    print(", ".join(stations))
    halves = [[round(rides * HALF_RIDES) for rides in column(frame[name])] for name in stations]
    for name, values in zip(stations, halves):
        exact = column(frame[name])
        assert all(abs(rides * HALF_RIDES - value) < 1e-6 for rides, value in zip(exact, values)), name
        assert min(values) >= 0 and max(values) < 65536, name
    ridership = column(frame["ridership"])
    assert column(frame["Clark_Lake"])[14:] == ridership[:-14], "stations are 14 days behind the ridership"

    flat = [value for values in halves for value in values]
    planes = bytes(value & 255 for value in flat) + bytes(value >> 8 for value in flat)
    print(len(planes), hashlib.sha256(planes).hexdigest())
    target = pathlib.Path(__file__).parent.parent / "data" / "chicago-l-ridership.u16.gz"
    target.write_bytes(gzip.compress(planes, 9, mtime=0))
    print(target.stat().st_size, hashlib.sha256(target.read_bytes()).hexdigest())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(sys.argv[1])
