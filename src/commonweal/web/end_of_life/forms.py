"""The questions about care at the end of life; each form with the key that its address has."""

from __future__ import annotations

from commonweal.care.end_of_life import rules
from commonweal.web.around.asked import Form, Question

PLACES = {"": "Not said", **rules.PLACES}
DECIDED_BY = {"": "Not decided", **rules.DECIDED_BY}
CAPACITY = {"": "Not said", **rules.CAPACITY}

REVIEW = (
    Question(
        "on", "When were they looked at?", "day", hint="Such as today, or 3 May 2026", part="How they are"
    ),
    Question("stage", "How are they?", "pick", rules.STAGES),
    Question(
        "estimate",
        "An estimate of the time left",
        "choice",
        rules.ESTIMATES,
        hint="Only where somebody has made one. The person reads it too: speak with them first",
    ),
    Question("words", "What is to be known?", "words"),
    Question(
        "next_review", "When are they looked at again?", "ahead", hint="Such as tomorrow, or 3 May 2027"
    ),
)
PUT_ON = Form(
    "Put on the end-of-life register",
    (
        Question("reason", "Mainly because of", "choice", rules.REASONS),
        Question("why", "Why now?", "words", hint="The person can read it"),
        *REVIEW,
    ),
    button="Put on the register",
)
LOOKED_AT = Form("How they are now", REVIEW)
TAKE_OFF = Form(
    "Take off the register",
    (
        Question("reason", "Why?", "pick", rules.TAKEN_OFF),
        Question("words", "In words", "words", hint="The person can read it"),
    ),
    button="Take off the register",
)
PLACE = Form(
    "Where they prefer to be",
    (
        Question("care_first", "Cared for", "choice", PLACES, part="First choice"),
        Question("death_first", "When they die", "choice", PLACES),
        Question("care_second", "Cared for", "choice", PLACES, part="If that is not possible"),
        Question("death_second", "When they die", "choice", PLACES),
        Question("words", "In the person’s words", "words", part="How it was said"),
        Question("discussed_with", "Who was there?"),
        Question("on", "On which day?", "day"),
    ),
)
ADVANCE = Form(
    "Advance decision to refuse treatment",
    (
        Question("made", "Is there one?", "pick", rules.MADE),
        Question("refuses", "What does it refuse, and when?", "words", hint="In its own words"),
        Question("seen_by", "Who has seen it?", hint="Name and office"),
        Question("seen_on", "On which day?", "day"),
        Question("kept", "Where is it kept?"),
    ),
    intro="A paper that is signed, and witnessed where it refuses what keeps somebody alive. Say who saw it.",
)
MEDICINE = Form(
    "A medicine in the home, in case it is needed",
    (
        Question("medicine", "Medicine and strength"),
        Question("dose", "Dose, in words", "words", hint="As the prescription says, with how often at most"),
        Question("given_for", "For what?", hint="Such as pain, or sickness"),
        Question("prescribed_by", "Who prescribed it?"),
        Question("prescribed_on", "On which day?", "day"),
        Question("kept", "Where in the home is it kept?"),
        Question("expires", "It expires on", "ahead"),
    ),
    intro="This says what is there. It is not the order to give it: whoever gives it reads the prescription.",
)
GONE = Form(
    "A medicine is no longer there",
    (Question("because", "What became of it?", hint="Such as used up, or returned to the pharmacy"),),
    button="Take it off the list",
)
DEATH = Form(
    "Where they died",
    (
        Question("on", "On which day?", "day"),
        Question("place", "Where?", "pick", rules.PLACES),
        Question("words", "What is to be known?", "words"),
    ),
    intro="Whether it is where they preferred is worked out from what was recorded before that day.",
)
CONTACT = Form(
    "Somebody to contact after the death",
    (
        Question("name", "Whom?"),
        Question("reach", "How are they reached?"),
        Question("by_whom", "Who contacts them?"),
        Question("due", "By when?", "ahead"),
    ),
)
CONTACTED = Form(
    "They were contacted",
    (
        Question("on", "On which day?", "day"),
        Question("name", "By whom?"),
        Question("outcome", "How did it go?", "words"),
    ),
)
LOOK_BACK = Form(
    "Looking back",
    (
        Question("went_well", "What went well?", "words"),
        Question("went_wrong", "What did not?", "words"),
        Question("action", "What is done about it?", "words"),
        Question("action_by", "Who does it?"),
    ),
    intro="For those who cared, to learn from. No blame: what would have helped?",
)


def preference(subject: str) -> Form:
    """Permit or refuse, about one subject."""
    return Form(
        rules.SUBJECTS[subject],
        (
            Question("answer", "What holds?", "pick", rules.ANSWERS),
            Question("words", "In the person’s words, or why", "words"),
            Question("decided_by", "Who decided?", "choice", DECIDED_BY, part="How it was decided"),
            Question("decided_name", "By name", hint="The clinician or attorney, with their office"),
            Question(
                "capacity", "How was the person’s capacity for this decision considered?", "choice", CAPACITY
            ),
            Question("discussed_with", "With whom was it discussed?"),
            Question("decided_on", "On which day?", "day"),
            Question("review_on", "When is it reviewed?", "ahead"),
            Question("form", "Which signed form was seen?", part="The clinical form"),
            Question("form_kept", "Where is it kept?", hint="Such as green folder by the telephone"),
        ),
        intro="Recorded here so that it is known. The signed form is what counts: say where it is.",
    )
