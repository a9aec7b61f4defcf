"""A drawn figure as part of a page: no colour, font or name of its own, so that it follows the page's light and dark.

Styles become attributes, which a content security policy lets pass where it refuses styles; ids get a prefix, since a
page has several figures and each counts its own from one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import StringIO

from lxml import etree
from matplotlib.figure import Figure

_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML has no way to say


def inline_svg(figure: Figure, name: str, told: str, colours: Mapping[str, str]) -> str:
    """Return the figure as an ``svg`` element.

    Args:
        figure: what was drawn.
        name: letters and digits, another for every figure of a page.
        told: what is to be seen, for those who hear the page.
        colours: colour as drawn, ``#rrggbb``, to what stands for it in CSS.
    """
    root = _drawn(figure)
    for element in list(root.iter(f"{_SVG}style", f"{_SVG}metadata")):
        _remove(element)
    for element in root.iter(f"{_SVG}*"):
        _attributes_for_style(element, colours)
        _apart(element, name)
    for size in ("width", "height"):
        del root.attrib[size]
    root.set("role", "img")
    root.set("aria-label", _UNWRITABLE.sub("", told))
    return etree.tostring(root, encoding="unicode")


def _drawn(figure: Figure) -> etree._Element:
    written = StringIO()
    figure.savefig(written, format="svg", metadata={"Date": None})
    return etree.fromstring(_UNWRITABLE.sub("", written.getvalue()).encode())


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _attributes_for_style(element: etree._Element, colours: Mapping[str, str]) -> None:
    style = element.get("style")
    if style is None:
        return
    del element.attrib["style"]
    for declaration in style.split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if value and key != "font-family":
            element.set(key, colours.get(value, value))


def _apart(element: etree._Element, name: str) -> None:
    if identifier := element.get("id"):
        element.set("id", f"{name}-{identifier}")
    for key, new_key in (("clip-path", "clip-path"), (_LINK, "href")):
        if reference := element.get(key):
            del element.attrib[key]
            element.set(new_key, reference.replace("#", f"#{name}-"))
