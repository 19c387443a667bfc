"""The score of an instrument, told as systems read it and as somebody does."""

from __future__ import annotations

from typing import Any

from commonweal.blueprint import Instrument
from commonweal.care.instruments.scoring import Scored, again
from commonweal.fhir.resources.questionnaire import plain


def as_json(found: Scored) -> dict[str, Any]:
    """The score as systems read it; bands of the single parts only where an instrument has such."""
    content: dict[str, Any] = {
        "total": None if found.total is None else plain(found.total),
        "parts": {id: plain(number) for id, number in found.parts.items()},
        "band": found.band,
        "triggers": [
            {"id": met.trigger.id, "title": met.trigger.title, "parts": list(met.parts), "do": met.trigger.do}
            for met in found.triggers
        ],
    }
    if found.bands:
        content["bands"] = {id: band.band for id, band in found.bands.items()}
    return content


def words(instrument: Instrument, found: Scored) -> str:
    """The score as somebody reads it: what it comes to, what it is made of, what to do."""
    said = [str(plain(found.total))] if found.total is not None else []
    lines = [f"{instrument.title}: {', '.join([*said, *([found.band] if found.band else [])]) or 'no score'}"]
    for id, number in found.parts.items():
        band = found.bands.get(id)
        lines.append(f"  {id}: {plain(number)}{f', {band.band}' if band else ''}")
    if found.row and found.row.do and found.row.band == found.band:
        lines.append(found.row.do)
    for met in found.triggers:
        lines.append(
            " ".join(filter(None, (f"{met.trigger.title} ({', '.join(met.parts)}).", met.trigger.do)))
        )
    if after := again(instrument, found):
        lines.append(f"Assess again within {after}.")
    return "\n".join(filter(None, (*lines, instrument.licence.credit)))
