"""Many bytes at once, as the processor can and numba by itself does not; all may look 32 bytes ahead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from commonweal.incoming.fhir.scan.compiling import Function

made_here = cast("Callable[[Function], Function]", intrinsic)
STRIDE = 32
BYTE, WORD = ir.IntType(8), ir.IntType(64)


@made_here
def plain(context, data, at):
    """How many of the next bytes of a text come before a quote, backslash, control or wide character."""

    def generate(context, builder, signature, given):
        vector = ir.VectorType(BYTE, STRIDE)
        found = _load(context, builder, signature.args, given, vector)
        quote, escape, space = (
            ir.Constant(vector, [ir.Constant(BYTE, ord(each))] * STRIDE) for each in '"\\ '
        )
        other = builder.or_(
            builder.icmp_unsigned("==", found, quote), builder.icmp_unsigned("==", found, escape)
        )
        other = builder.or_(other, builder.icmp_signed("<", found, space))  # wide ones are below 0
        places = builder.zext(builder.bitcast(other, ir.IntType(STRIDE)), WORD)
        places = builder.or_(places, ir.Constant(WORD, 1 << STRIDE))
        return builder.cttz(places, ir.Constant(ir.IntType(1), 1))

    return types.int64(data, at), generate


@made_here
def word(context, data, at):
    """The next eight bytes as a number, the first of them lowest."""

    def generate(context, builder, signature, given):
        return _load(context, builder, signature.args, given, WORD)

    return types.uint64(data, at), generate


@made_here
def move(context, to, place, data, at):
    """Copies the next bytes, a stride of them, to a place in another array."""

    def generate(context, builder, signature, given):
        vector = ir.VectorType(BYTE, STRIDE)
        found = _load(context, builder, signature.args[2:], given[2:], vector)
        builder.store(found, _pointer(context, builder, signature.args, given, vector), align=1)
        return context.get_dummy_value()

    return types.none(to, place, data, at), generate


def _load(context: Any, builder: Any, kinds: Any, given: Any, kind: ir.Type) -> Any:
    return builder.load(_pointer(context, builder, kinds, given, kind), align=1)


def _pointer(context: Any, builder: Any, kinds: Any, given: Any, kind: ir.Type) -> Any:
    """To a place in an array of bytes, as if a value of this kind stood there."""
    array = context.make_array(kinds[0])(context, builder, given[0])
    return builder.bitcast(builder.gep(array.data, [given[1]]), kind.as_pointer())
