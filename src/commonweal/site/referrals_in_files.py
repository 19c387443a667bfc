"""Files of referrals are taken in record by record; what is refused is kept beside them with the reason."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from commonweal.care.access import Refused
from commonweal.care.audit.actions import refusals_kept
from commonweal.care.systems import actions
from commonweal.care.systems.keys import System
from commonweal.care.systems.rules import Remark, Sent, Unfit
from commonweal.fhir import body
from commonweal.fhir.reading import message
from commonweal.incoming.referrals import rows
from commonweal.incoming.referrals.records import Record, records

TOLD = 1000  # refusals that the account itself repeats; the file has all


@dataclass
class Account:
    """What became of every record."""

    taken: int = 0
    again: int = 0
    refused: int = 0
    refusals: list[dict[str, Any]] = field(default_factory=list)
    refused_file: str = ""


def take_in(
    system: System, files: Iterable[Path], refused_file: Path, advance: Callable[[Path], None]
) -> Account:
    """Every record by itself, so that it can be done again after any end; `advance` is told of each file."""
    account = Account()
    kept = refused_file.with_name(f"{refused_file.name}.part")
    with open(kept, "w", encoding="utf-8", opener=_private) as refused:
        for file in files:
            for record in _fit(file):
                told = _one(system, record, account)
                if told:
                    account.refusals += [told] if len(account.refusals) < TOLD else []
                    refused.write(json.dumps({**told, "record": _as_text(record)}) + "\n")
            advance(file)
    if account.refused:
        kept.replace(refused_file)
        account.refused_file = str(refused_file)
    else:
        kept.unlink()
        refused_file.unlink(missing_ok=True)
    return account


def _fit(file: Path) -> Iterable[Record]:
    """The records of a file; one that says what is wrong with its columns, where they are not ours."""
    for number, record in enumerate(records(file)):
        if number == 0 and record.row is not None and (wrong := rows.faults_of_header(record.row)):
            yield Record(file, 1, row=record.row, fault="; ".join(wrong))
            return
        yield record


def _one(system: System, record: Record, account: Account) -> dict[str, Any]:
    """Takes one record in and counts it; what is to be told of it where it was refused."""
    name = ""
    try:
        sent = _read(record)
        name = sent.message
        content, channel = _as_text(record), "fhir" if record.row is None else "csv"
        with refusals_kept(system.viewer, file=record.file.name):
            taken = actions.take(system.viewer, system.key, sent, content, channel=channel)
    except Unfit as fault:
        remarks = fault.remarks
    except Refused as fault:
        remarks = (Remark("forbidden", fault.decision.because),)
    else:
        account.again += taken.again
        account.taken += not taken.again
        return {}
    account.refused += 1
    because = [{key: said for key, said in asdict(remark).items() if said} for remark in remarks]
    return {"file": str(record.file), "line": record.line, "key": name or _key(record), "because": because}


def _read(record: Record) -> Sent:
    if record.fault:
        raise Unfit("malformed", Remark("structure", record.fault))
    return message.read(body.read(record.content)) if record.row is None else rows.read(record.row)


def _as_text(record: Record) -> str:
    if record.row is not None:
        return json.dumps(record.row)
    return record.content.decode("utf-8", "replace").replace("\x00", "\ufffd")


def _key(record: Record) -> str:
    """By what somebody finds the record again that could not be read; empty where nothing says."""
    if record.row is not None:
        return record.row.get("id", "")
    found = None
    with suppress(Unfit):
        found = body.read(record.content)
    return found.text("id") if found else ""


def _private(path: str, flags: int) -> int:
    """Records of people are for whoever runs the command alone."""
    return os.open(path, flags, 0o600)
