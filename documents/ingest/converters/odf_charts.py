"""Put the titles and figures of charts, which OpenDocument keeps in parts of their own, where the charts stand."""

import posixpath

from lxml import etree

from documents.ingest.converters.packages import Package
from documents.ingest.types import ConversionFailed

MOST_CHARTS = 200
HREF = "{http://www.w3.org/1999/xlink}href"


def with_charts(package: Package) -> etree._Element:
    """Return the content of a package, in each object what its chart says."""
    root = package.xml("content.xml")
    for object_ in list(root.iter("{*}object"))[:MOST_CHARTS]:
        name = posixpath.normpath(posixpath.join(object_.get(HREF) or "", "content.xml"))
        if name in package.names:
            _add_chart(object_, package, name)
    return root


def _add_chart(object_: etree._Element, package: Package, name: str) -> None:
    try:
        chart = package.xml(name).find("{*}body/{*}chart/{*}chart")
    except ConversionFailed:
        return
    for part in list(chart.iterchildren("{*}title", "{*}subtitle", "{*}table")) if chart is not None else ():
        object_.append(part)
