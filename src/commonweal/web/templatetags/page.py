"""Puts a page of allauth into the frame of every other page."""

from __future__ import annotations

from django.template import Context, Library
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from commonweal.care.extents import blueprint

register = Library()


@register.simple_block_tag(takes_context=True)
def framed(context: Context, content: SafeString, title: str) -> SafeString:
    """The content inside the bare layout, under its title."""
    whole = get_template("layouts/bare.html", using="pages")
    given = {
        "title": title.strip(),
        "content": content,
        "main_class": "cw-one-thing",
        "partnership": blueprint().partnership.title,
    }
    return mark_safe(whole.render(given, context.get("request")))  # noqa: S308  # both parts are escaped templates


@register.simple_block_tag(takes_context=False)
def said(content: SafeString) -> SafeString:
    """The words of a block, to be given on by name."""
    return content
