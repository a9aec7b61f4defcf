"""A report as one page that needs nothing beside it: style, plots and the one small script are in it."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from eval.report.contents import Contents
from eval.report.drilldown import before_and_after, changed_most
from eval.report.illustrations import curve_plots, retrieval_plots, spread_plots
from eval.report.links import link_to
from service.page import PAGE_DIRECTORY
from service.version import VERSION

_HERE = Path(__file__).parent


def page(contents: Contents) -> str:
    """Return the report as HTML; the same contents give the same text."""
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("report.css", "filter.js"))
    return _template().render(
        contents=contents,
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        icon=base64.b64encode((PAGE_DIRECTORY / "icon.svg").read_bytes()).decode(),
        version=VERSION,
    )


def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.update(
        link_to=link_to,
        before_and_after=before_and_after,
        changed_most=changed_most,
        curve_plots=curve_plots,
        retrieval_plots=retrieval_plots,
        spread_plots=spread_plots,
    )
    return environment.get_template("report.html.jinja")


def _hash(text: str) -> str:
    """Return what a content security policy calls this text by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
