"""The `enthesis` command: what the service offers, and on top of it the measuring."""

from __future__ import annotations

from eval.cli.app import app as eval_app
from service.cli.app import make_app


def main() -> None:
    """Run the command line."""
    app = make_app()
    app.add_typer(eval_app, name="eval")
    app()


if __name__ == "__main__":
    main()
