"""What risk.yaml cannot show alone: that the registers its models know are there, and shown by codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonweal.blueprint.definitions_registers import Register, starter
from commonweal.blueprint.draft import Draft
from commonweal.blueprint.faults import BlueprintFault
from commonweal.blueprint.risk import RiskModel
from commonweal.blueprint.wording import did_you_mean
from commonweal.terms.risk import register_of


def by_codes(register: Register) -> bool:
    """Whether codes alone put somebody on it, whenever they were written."""
    lately = register.within_months or register.new_within_months
    return register.ways == ("codes",) and not register.unless and not lately


def knowing(model: RiskModel, registers: Iterable[Register]) -> RiskModel:
    """The model without registers that are not declared: a starter's, where a partnership has its own."""
    there = {"", *(one.id for one in registers if by_codes(one))}
    return model.model_copy(
        update={"features": tuple(one for one in model.features if register_of(one) in there)}
    )


def models_know_registers(draft: Draft) -> Iterator[BlueprintFault]:
    """A register that a model knows is declared here, or the starter's, and hangs on codes alone."""
    declared, models = draft.lists.get("registers"), draft.lists.get("risk")
    registers = [one for _, one in declared.entries] if declared else starter()
    known = {one.id: by_codes(one) for one in registers if isinstance(one, Register)}
    if models is None:
        return
    for place, model in models.entries:
        for feature in model.features if isinstance(model, RiskModel) else ():
            id = register_of(feature)
            if id and id not in known:
                remedy = did_you_mean(id, known, "declare it, or take it out")
                yield models.fault(place, "features", message=f"there is no register '{id}'; {remedy}")
            elif id and not known[id]:
                said = f"the register '{id}' hangs on medicines or on a span of time; name another"
                yield models.fault(place, "features", message=said)


RULES = (models_know_registers,)
