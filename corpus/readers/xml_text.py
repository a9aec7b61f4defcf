"""The words of an XML element: tags gone, formulas on one line."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from corpus.canonical import normalise

_INVISIBLE_OPERATORS = dict.fromkeys(range(0x2061, 0x2065))  # "apply", "times" and so on: no glyph, no word


def text_of(element: _Element | None) -> str:
    """Return the words of ``element`` with single spaces; empty when it is None. Tags must have no namespace."""
    if element is None:
        return ""
    if len(element) == 0 and element.tag != "math":  # most have no markup inside
        return normalise(element.text or "")
    return normalise("".join(_pieces(element)))


def text_at(element: _Element, *paths: str) -> str | None:
    """Return the words of the first element at one of ``paths``, tried in order, that has any; else None."""
    return next(texts_at(element, *paths), None)


def texts_at(element: _Element, *paths: str) -> Iterator[str]:
    """Yield the words of every element at ``paths`` that has any, in the order of the paths and of the file."""
    for path in paths:
        for found in element.iterfind(path):
            if words := text_of(found):
                yield words


def _pieces(element: _Element) -> Iterator[str]:
    if element.tag == "math":
        yield _formula(element).translate(_INVISIBLE_OPERATORS)
        return
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""


def _formula(element: _Element) -> str:
    """Return MathML as a line of text: ``a/b`` for a fraction, ``3He`` for helium-3, annotations left out."""
    match element.tag:
        case "annotation" | "annotation-xml":
            return ""
        case "mspace":
            return " "
        case "mfrac":
            return "/".join(_operand(child) for child in element)
    own = element.text or ""
    words = own if element.tag == "mtext" else own.strip()
    return words + "".join(_formula(child) + (child.tail or "").strip() for child in _in_reading_order(element))


def _operand(element: _Element) -> str:
    words = _formula(element)
    return f"({words})" if next(element.iter("mo", "mfrac"), None) is not None else words


def _in_reading_order(element: _Element) -> list[_Element]:
    """Return the children, with the scripts that MathML lists last but prints before the base put first."""
    children = list(element)
    for place, child in enumerate(children):
        if child.tag == "mprescripts":
            return children[place + 1 :] + children[:place]
    return children
