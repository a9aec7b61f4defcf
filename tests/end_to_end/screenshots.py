"""Pictures of the page for the README: a real question with its real answer, by a real server over the starter corpus.

Run `python -m tests.end_to_end.screenshots`: it writes docs/page-*.png.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from urllib.parse import quote

from PIL import Image

from tests.end_to_end.browsers import launched
from tests.servers import serving

DOCS = Path(__file__).parents[2] / "docs"
QUESTION = "Are mesenchymal stem cells safe in people with psoriasis?"
COLOURS = 64  # the page has few, and a repository keeps pictures for ever
FIRST_START_SECONDS = 400


@dataclass(frozen=True)
class Picture:
    """What one picture shows; with ``source``, the first source open beside the answer."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    source: bool = False


PICTURES = [
    Picture("page-light", 1000, 1250),
    Picture("page-dark", 1000, 1250, scheme="dark"),
    Picture("page-source", 1280, 800, source=True),
    Picture("page-narrow", 360, 740),
]


def take(browser: Any, address: str, picture: Picture) -> None:
    """Write one picture."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        color_scheme=picture.scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{address}/?q={quote(QUESTION)}")
    page.wait_for_selector(".sources")
    page.wait_for_selector("footer p")
    page.locator(".asked").evaluate("(heading) => scrollTo(0, heading.offsetTop - 24)")
    if picture.source:
        page.locator(".marker").first.click()
        page.wait_for_selector("#source mark")
        page.mouse.move(0, 0)
    with Image.open(BytesIO(page.screenshot())) as taken:
        taken.convert("RGB").quantize(COLOURS).save(DOCS / f"{picture.name}.png", optimize=True)
    context.close()


def main() -> None:
    """Write all pictures."""
    with TemporaryDirectory() as directory, launched() as browser:
        data = Path(directory)
        with serving(data / "data", data / "log") as server:
            server.until_ready(FIRST_START_SECONDS)
            for picture in PICTURES:
                take(browser, server.address, picture)


if __name__ == "__main__":
    main()
