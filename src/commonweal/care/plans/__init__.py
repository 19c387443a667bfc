"""The one plan of each person: sections in versions, proposals, sign-off, and what it says in a crisis."""
