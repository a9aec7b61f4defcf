"""Who asks NCBI. See https://www.ncbi.nlm.nih.gov/books/NBK25497/ for what it asks of programs."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, as NCBI wants to know it: with a key, ten requests a second are welcome, else three."""

    email: str | None = None
    api_key: str | None = field(default=None, repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What no message may hold."""
        return tuple(filter(None, (self.email, self.api_key)))

    @property
    def requests_per_second(self) -> float:
        """How many requests NCBI allows."""
        return 10.0 if self.api_key else 3.0

    @property
    def fields(self) -> dict[str, str]:
        """What is sent with every request."""
        given = {"tool": "enthesis", "email": self.email, "api_key": self.api_key}
        return {name: value for name, value in given.items() if value}
