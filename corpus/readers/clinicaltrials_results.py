"""Results that were posted to the registry, as sentences: who took part, what was measured, what went wrong.

Figures stand as posted, each beside the name of its group. Nothing is computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from corpus.readers.clinicaltrials_words import in_words, plain, sentence
from corpus.readers.fields import objects, text, texts

_TOLD_OUTCOMES = {"PRIMARY": "Primary outcome", "SECONDARY": "Secondary outcome"}
_ADVERSE_EVENTS = (("Serious adverse events", "serious"), ("Other adverse events", "other"), ("Deaths", "deaths"))


def results(section: Any) -> Iterator[str]:
    """Yield the sentences of a study's ``resultsSection``; none where there is none."""
    yield from _participants(section)
    for outcome in objects(section, "outcomeMeasuresModule", "outcomeMeasures"):
        if kind := _TOLD_OUTCOMES.get(text(outcome, "type") or ""):
            yield from _outcome(kind, outcome)
    yield from _adverse_events(section)
    if limits := text(section, "moreInfoModule", "limitationsAndCaveats", "description"):
        yield sentence(f"Limitations and caveats: {limits}")


def _groups(listed: list[dict[str, Any]]) -> dict[str, str]:
    return {own: title for group in listed if (own := text(group, "id")) and (title := text(group, "title"))}


def _told(title: str, values: list[tuple[str, str]]) -> Iterator[str]:
    """Yield ``title: group 8; group 12.`` where there is a value."""
    if values:
        yield sentence(f"{title}: " + "; ".join(f"{group} {value}" for group, value in values))


def _participants(section: Any) -> Iterator[str]:
    groups = _groups(objects(section, "participantFlowModule", "groups"))
    for period in objects(section, "participantFlowModule", "periods"):
        name = text(period, "title") or "Participants"
        for milestone in objects(period, "milestones"):
            counts = _by_group(objects(milestone, "achievements"), groups, "numSubjects")
            yield from _told(f"{name}, {(in_words(text(milestone, 'type')) or '').lower()}", counts)
        for reason in objects(period, "dropWithdraws"):
            counts = _by_group(objects(reason, "reasons"), groups, "numSubjects")
            yield from _told(f"{name}, not completed, {text(reason, 'type') or 'no reason given'}", counts)


def _by_group(listed: list[dict[str, Any]], groups: Mapping[str, str], field: str) -> list[tuple[str, str]]:
    return [
        (groups[group], value)
        for one in listed
        if (group := text(one, "groupId") or "") in groups and (value := text(one, field)) is not None
    ]


def _outcome(kind: str, outcome: dict[str, Any]) -> Iterator[str]:
    groups = _groups(objects(outcome, "groups"))
    yield sentence(f"{kind}: {text(outcome, 'title') or ''}")
    if frame := text(outcome, "timeFrame"):
        yield sentence(f"Time frame: {frame}")
    yield plain(text(outcome, "populationDescription"))
    for denominator in objects(outcome, "denoms"):
        analysed = _by_group(objects(denominator, "counts"), groups, "value")
        yield from _told(f"{text(denominator, 'units') or 'Units'} analysed", analysed)
    for one_class in objects(outcome, "classes"):
        for category in objects(one_class, "categories"):
            yield from _told(_what(outcome, one_class, category), _measured(category, groups))
    for analysis in objects(outcome, "analyses"):
        yield from _analysis(analysis, groups)


def _what(outcome: dict[str, Any], *parts: dict[str, Any]) -> str:
    """Return what a row of figures is: ``Mean (score), week 12``."""
    kind, unit = in_words(text(outcome, "paramType")) or "Value", text(outcome, "unitOfMeasure")
    spread = in_words(text(outcome, "dispersionType"))
    said = ", ".join(filter(None, (unit, f"with {spread.lower()}" if spread else None)))
    rows = [title for part in parts if (title := text(part, "title"))]
    return ", ".join((f"{kind} ({said})" if said else kind, *rows))


def _measured(category: dict[str, Any], groups: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (groups[group], value)
        for one in objects(category, "measurements")
        if (group := text(one, "groupId") or "") in groups and (value := _value(one))
    ]


def _value(measurement: dict[str, Any]) -> str | None:
    value, spread = text(measurement, "value"), text(measurement, "spread")
    low, high = text(measurement, "lowerLimit"), text(measurement, "upperLimit")
    if value is None:
        return None
    around = spread or (f"{low} to {high}" if low and high else None)
    return f"{value} ({around})" if around else value


def _analysis(analysis: dict[str, Any], groups: Mapping[str, str]) -> Iterator[str]:
    compared = [groups[group] for group in texts(analysis, "groupIds") if group in groups]
    said = [
        text(analysis, "statisticalMethod"),
        f"P {p if p[:1] in '<>=' else f'= {p}'}" if (p := text(analysis, "pValue")) else None,
        _estimate(analysis),
    ]
    if any(said[1:]):
        yield sentence(f"Analysis of {' and '.join(compared) or 'the groups'}: " + "; ".join(filter(None, said)))


def _estimate(analysis: dict[str, Any]) -> str | None:
    kind, value = text(analysis, "paramType"), text(analysis, "paramValue")
    if not kind or not value:
        return None
    level, low, high = text(analysis, "ciPctValue"), text(analysis, "ciLowerLimit"), text(analysis, "ciUpperLimit")
    interval = f" ({level} % confidence interval {low} to {high})" if level and low and high else ""
    return f"{kind} {value}{interval}"


def _adverse_events(section: Any) -> Iterator[str]:
    groups = objects(section, "adverseEventsModule", "eventGroups")
    for name, field in _ADVERSE_EVENTS:
        counts = [
            (title, f"{affected} of {at_risk}")
            for group in groups
            if (title := text(group, "title"))
            and (affected := text(group, f"{field}NumAffected")) is not None
            and (at_risk := text(group, f"{field}NumAtRisk")) is not None
        ]
        yield from _told(name, counts)
