"""A rule of case finding in words: what it looks for, and why it found somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from commonweal.blueprint.case_finding_columns import Column
from commonweal.blueprint.case_finding_conditions import Condition, leaves_of

Titles = Mapping[str, str]  # code or id of a place, register or segment → what it is called


def said(condition: Condition, titles: Titles) -> str:
    """The condition as a phrase: at least 2 emergency admissions in twelve months."""
    if condition.column:
        return _asked(condition, titles)
    if condition.none_of:
        return _denied(condition.none_of, titles)
    joined = " and " if condition.all_of else " or "
    return joined.join(_apart(one, titles) for one in condition.within)


def value(column: Column, known: Any, titles: Titles) -> str:
    """What is known of one person, as a phrase: 3 emergency admissions in twelve months."""
    if known is None:
        return f"{column.title} not known"
    if column.kind == "yes_no":
        return _yes_no(column, known)
    if column.kind == "texts":
        return _filled(
            column, _listed([_called(column, one, titles) for one in known], "and") or "no disease"
        )
    return _counted(column, "{}", known) if column.counts else _filled(column, _called(column, known, titles))


def because(conditions: Iterable[Condition], row: Mapping[str, Any], titles: Titles) -> list[str]:
    """Why these conditions hold for a person: what is known in each that asks for something, once each."""
    phrases = (phrase for one in conditions if holds(one, row) for phrase in _reasons(one, row, titles))
    return list(dict.fromkeys(phrases))


def fails(conditions: Iterable[Condition], row: Mapping[str, Any], titles: Titles) -> list[str]:
    """What a rule asks for and this person does not have, each with what is known instead."""
    found = []
    for one in conditions:
        if not holds(one, row):
            known = dict.fromkeys(value(leaf.of, row[leaf.column or ""], titles) for leaf in leaves_of(one))
            found.append(f"{said(one, titles)} ({_listed(list(known), 'and')})")
    return found


def holds(condition: Condition, row: Mapping[str, Any]) -> bool:
    """Whether it is so for a person; what is not known is not so."""
    if condition.none_of:
        return not holds(condition.none_of, row)
    if condition.all_of:
        return all(holds(one, row) for one in condition.all_of)
    if condition.any_of:
        return any(holds(one, row) for one in condition.any_of)
    return _is_so(condition, row[condition.column or ""])


def _is_so(leaf: Condition, known: Any) -> bool:
    if leaf.test == "known":
        return (known is not None) == leaf.known
    if known is None:
        return False
    match leaf.test:
        case "at_least":
            return bool(known >= (leaf.at_least or 0))
        case "at_most":
            return bool(known <= (leaf.at_most or 0))
        case "between":
            return bool(leaf.amounts[0] <= known <= leaf.amounts[1])
        case "one_of":
            return known in leaf.one_of
        case "has_any":
            return bool({*known} & {*leaf.has_any})
        case "has_all":
            return {*leaf.has_all} <= {*known}
    return bool(known is leaf.is_)


def _reasons(condition: Condition, row: Mapping[str, Any], titles: Titles) -> Iterable[str]:
    """What a person has of a condition that holds; of one that should not hold, what they are instead."""
    if condition.none_of:
        return _instead(condition.none_of, row, titles)
    if not condition.column:
        return [
            phrase for one in condition.within if holds(one, row) for phrase in _reasons(one, row, titles)
        ]
    known = row[condition.column]
    if condition.of.kind == "texts":
        wanted = {*condition.has_any, *condition.has_all}
        known = [one for one in known if one in wanted]
    return [value(condition.of, known, titles)]


def _instead(condition: Condition, row: Mapping[str, Any], titles: Titles) -> Iterable[str]:
    """What a person has that a condition which does not hold does not ask for."""
    if condition.none_of:
        return _reasons(condition.none_of, row, titles)
    if not condition.column:
        failing = [one for one in condition.within if not holds(one, row)]
        return [phrase for one in failing for phrase in _instead(one, row, titles)]
    return [value(condition.of, row[condition.column], titles)]


def _asked(leaf: Condition, titles: Titles) -> str:
    column, amounts = leaf.of, leaf.amounts
    match leaf.test:
        case "at_least":
            return _counted(column, "at least {}", *amounts)
        case "at_most":
            return _counted(column, "at most {}", *amounts)
        case "between":
            return _counted(column, "{} to {}", *amounts)
        case "known":
            return f"{column.title} {'known' if leaf.known else 'not known'}"
        case "is":
            return _yes_no(column, leaf.is_)
    joined = "and" if leaf.has_all else "or"
    wanted = (*leaf.one_of, *leaf.has_any, *leaf.has_all)
    return _filled(column, _listed([_called(column, one, titles) for one in wanted], joined))


def _denied(condition: Condition, titles: Titles) -> str:
    """What is yes or no has words for not being so."""
    if condition.is_ is not None:
        return _yes_no(condition.of, not condition.is_)
    return f"not ({said(condition, titles)})"


def _counted(column: Column, how: str, *amounts: float) -> str:
    text = how.format(*(_plain(amount / column.scale) for amount in amounts))
    return column.says.format(text, s="" if amounts[-1] == column.scale else "s")


def _filled(column: Column, words: str) -> str:
    return column.says.format(words)


def _yes_no(column: Column, known: Any) -> str:
    yes, _, no = column.says.partition("|")
    return yes if known else no


def _called(column: Column, word: str, titles: Titles) -> str:
    return column.words.get(word) or titles.get(word) or word.replace("_", " ").replace("-", " ")


def _plain(amount: float) -> str:
    return f"{round(amount, 2):,g}"


def _listed(words: list[str], joined: str) -> str:
    return f"{', '.join(words[:-1])} {joined} {words[-1]}" if len(words) > 1 else "".join(words)


def _apart(condition: Condition, titles: Titles) -> str:
    text = said(condition, titles)
    return f"({text})" if len(condition.within) > 1 else text
