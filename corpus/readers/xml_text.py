"""The words of an XML element: tags gone, formulas on one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element

from corpus.canonical import normalise

# Only what has a character of its own: without one, "10<sup>6</sup> cells" would be 106 cells.
_RAISED = str.maketrans("0123456789+-\N{MINUS SIGN}=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_RAISABLE = re.compile(r"[\d+\-\N{MINUS SIGN}=()n]*[\d+\-\N{MINUS SIGN}][\d+\-\N{MINUS SIGN}=()n]*", re.ASCII)
_BASE_AND_EXPONENT = 2
_BLOCKS = frozenset(("p", "break", "list", "list-item", "sec", "title", "disp-formula", "def-item", "tr", "td", "th"))
# Of several forms of one thing, the one that reads best; what TeX needs to set a formula stands around it.
_FORMS = "math", "textual-form", "tex-math"
_TEX_BODY = re.compile(r".*?\\begin\s*\{document\}(.*?)\\end\s*\{document\}.*", re.DOTALL)
_INVISIBLE_OPERATORS = dict.fromkeys(range(0x2061, 0x2065))  # "apply", "times" and so on: no glyph, no word


def text_of(element: _Element | None) -> str:
    """Return the words of ``element`` with single spaces; empty when it is None. Tags must have no namespace."""
    if element is None:
        return ""
    if len(element) == 0 and element.tag not in {"math", "tex-math"}:  # most have no markup inside
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
    if element.tag == "sup":
        yield raised("".join(_content(element)))
        return
    if element.tag == "tex-math":
        yield _tex("".join(_content(element)))
        return
    if element.tag == "alternatives":
        yield from _alternatives(element)
        return
    around = " " if element.tag in _BLOCKS else ""
    yield around
    yield from _content(element)
    yield around


def _content(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""


def _alternatives(element: _Element) -> Iterator[str]:
    for form in _FORMS:
        if (found := element.find(form)) is not None:
            yield from _pieces(found)
            return
    yield from _content(element)


def _tex(source: str) -> str:
    """Return ``p < 0.05`` for a document of TeX, or a formula between dollar signs, that says so."""
    body = _TEX_BODY.fullmatch(source)
    return (body[1] if body else source).strip().strip("$").strip()


def raised(text: str) -> str:
    """Return ``⁻⁶`` for ``-6``: figures and signs as superscripts; other words, such as ``th``, as they are."""
    return text.translate(_RAISED) if _RAISABLE.fullmatch(text.strip()) else text


def _formula(element: _Element) -> str:
    """Return MathML as a line of text: ``a/b`` for a fraction, ``3He`` for helium-3, annotations left out."""
    match element.tag:
        case "annotation" | "annotation-xml":
            return ""
        case "mspace":
            return " "
        case "mfrac":
            return "/".join(_operand(child) for child in element)
        case "msup" if len(element) == _BASE_AND_EXPONENT:
            return _formula(element[0]) + _power(_formula(element[1]))
        case "msqrt" | "mfenced":
            root = "√" if element.tag == "msqrt" else ""
            return f"{root}({','.join(map(_formula, element))})"
    own = element.text or ""
    words = own if element.tag == "mtext" else own.strip()
    return words + "".join(_formula(child) + (child.tail or "").strip() for child in _in_reading_order(element))


def _power(exponent: str) -> str:
    power = raised(exponent)
    return power if power != exponent or not exponent else f"^({exponent})"


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
