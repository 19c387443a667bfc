"""The questions about coordinators, care teams and people around a person, also about oneself."""

from __future__ import annotations

from commonweal.care.coordination import rules
from commonweal.web.around.asked import Form, Question

REGISTERED = {"": "Choose", **rules.REGISTERED}
MAY_SHARE = {
    "unknown": "The person has not said",
    "nothing": "Nothing",
    "that_help_came": "That help came, and how they are in general",
    "everyday": "What is needed to help them day by day",
    "all": "All that is said to the person",
}

WISH = "This records the wish. The operator opens the account with: commonweal accounts open, role carer"
WISH_OWN = "This records your wish. Those who care for you have the account opened, and tell you when"

TAKE = Form(
    "Coordinate this person’s care",
    (
        Question("reason", "Why you?", "words", hint="A few words, which the person can read"),
        Question(
            "reach", "How does the person reach you?", hint="A telephone number and when it is answered"
        ),
    ),
    button="I coordinate from now on",
)
END = Form(
    "Nobody needs to coordinate any more",
    (Question("reason", "How did it end?", "words", hint="A few words, which the person can read"),),
    button="End it",
)
LEAVE = Form(
    "Take somebody out of the care team",
    (Question("reason", "Why?", "words", hint="What was noted before stays readable"),),
    button="Take them out",
)
JOIN = Form(
    "Add somebody to the care team",
    (
        Question("name", "Name"),
        Question("does", "What do they do for the person?", hint="Such as dressings twice a week"),
        Question("organisation", "Where do they work?"),
        Question("reach", "How can they be reached?"),
    ),
    button="Add them",
    intro="By name, for everybody to find. It opens no record: to let a team see it, bring that team in.",
)


def somebody(*, own: bool, known: bool) -> Form:
    """About somebody around a person; of oneself it is asked in other words."""
    whom = "you" if own else "the person"
    shared = rules.MAY_SHARE if own else MAY_SHARE
    title = "Somebody around me" if own else "Somebody around this person"
    return Form(
        title if known else title.replace("Somebody", "Add somebody"),
        (
            Question("name", "Name"),
            Question("kind", f"How do they belong to {whom}?", "choice", rules.KINDS),
            Question(
                "relation", f"Who are they to {whom}?", hint="Such as daughter, neighbour, friend from church"
            ),
            Question("phone", "Telephone"),
            Question("lives_with", f"They live with {whom}", "tick"),
            Question("next_of_kin", "Next of kin", "tick"),
            Question("carer", f"They look after {whom}, unpaid: a carer", "tick", part="What they do"),
            Question("young_carer", "They are under 18: a young carer", "tick"),
            Question(
                "emergency_order",
                "Whom to call in an emergency",
                "number",
                hint="1 for whom to call first, 2 for whom then; nothing if they should not be called",
            ),
            Question("bereavement", "To be told and supported after a death", "tick"),
            Question(
                "may_share",
                f"What may be said to them about {whom}?",
                "choice",
                shared,
                part="What they may know",
            ),
            Question(
                "sees_plan",
                "I wish them to see my plan" if own else "The person wishes them to see the plan",
                "tick",
                hint=WISH_OWN if own else WISH,
            ),
            Question("note", "Anything else?" if not own else "In your own words", "words"),
            Question(
                "attorney", "Are they an attorney?", "choice", rules.ATTORNEYS, part="Power of attorney"
            ),
            Question("attorney_registered", "Is it registered?", "choice", REGISTERED),
            *(() if own else SEEN),
        ),
        intro="Those who care for you read this." if own else "",
    )


SEEN = (
    Question("attorney_seen_by", "Who saw the paper?", hint="Name and office; nothing if nobody has"),
    Question("attorney_seen_on", "On which day?", "day"),
)


def remove(*, own: bool) -> Form:
    """Taking somebody out."""
    return Form(
        "Take somebody out of the list",
        (Question("reason", "Why?", "words", hint="What was said of them before stays in the history"),),
        button="Take them out",
        intro="They are no longer shown as somebody around " + ("you." if own else "this person."),
    )


def carer(views: dict[str, str]) -> Form:
    """A carer's own assessment; `views` are the answers that may be kept beside it, by id."""
    answers = Question("assessment", "Their answers", "choice", {"": "None kept here", **views})
    return Form(
        "The carer’s own assessment",
        (
            Question("state", "What became of it?", "pick", rules.CARER_STATES),
            Question("on", "On which day?", "day"),
            Question("again", "When is it due again?", "ahead", hint="Such as 3 May 2027; nothing if not"),
            *((answers,) if views else ()),
            Question("note", "What matters to the carer?", "words"),
        ),
        intro="A carer has a right to an assessment of their own needs, whatever the person needs.",
    )


def offer(candidates: dict[str, str], now: str) -> Form:
    """To whom the coordination is offered."""
    stays = f"{now} stays the coordinator" if now else "Nobody coordinates"
    return Form(
        "Offer this to somebody else" if now else "Ask somebody to coordinate",
        (
            Question("post", "Whom?", "choice", candidates, hint="Those in post who may see this person"),
            Question("reason", "Why, and what do they need to know?", "words", hint="The person can read it"),
        ),
        button="Offer it",
        intro=f"{stays} until they accept. They can decline, and then say why.",
    )
