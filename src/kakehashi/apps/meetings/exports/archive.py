"""How does the same workbook come out as the same bytes, whenever it is written?"""

import re
import zipfile
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

_OLDEST = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_FIRST = "[Content_Types].xml"  # readers that stream expect it first


def save_workbook(workbook: Workbook, path: Path, stamp: date) -> None:
    """Writes a workbook whose bytes depend on its contents and on `stamp`, its day of origin, alone."""
    workbook.properties.created = datetime(stamp.year, stamp.month, stamp.day)
    written = BytesIO()
    workbook.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != _FIRST, name)):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(_stamped(stamp), content)
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content)


def _stamped(stamp: date) -> bytes:
    return rb"\g<1>" + f"{stamp.isoformat()}T00:00:00Z".encode("ascii") + rb"\g<2>"
