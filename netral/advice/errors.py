"""Why a question cannot be asked, answered or published."""

from netral.kernel.errors import Refusal
from netral.kernel.words import N_


class SignedOut(Refusal):
    """The session ended while somebody wrote; the page shows what was typed."""

    code = "advice.signed_out"
    text = N_("You were signed out while you were writing. Nothing has been sent.")
    remedy = N_("Copy your text from this page, sign in, and paste it in again.")
    status = 403


class NotOnRoster(Refusal):
    """Only who serves here may ask in private."""

    code = "advice.not_on_roster"
    text = N_("You are not on the roster of this institution, so no question can be yours here.")
    remedy = N_("Ask your personnel office to put you on the roster.")


class NobodyToAnswer(Refusal):
    """Nobody of the team may read this person's question."""

    code = "advice.nobody_to_answer"
    text = N_("At the moment nobody on the neutrality team may read your question.")
    remedy = N_(
        "Ask your personnel office to appoint a team member who is not your superior. "
        "You need not say what you want to ask."
    )


class TooManyOpen(Refusal):
    """One person has enough questions waiting."""

    code = "advice.too_many_open"
    text = N_("{most} of your questions are still waiting for an answer. That is the limit.")
    remedy = N_("Wait for an answer, or withdraw a question that you no longer need.")


class NoLongerOpen(Refusal):
    """Somebody was quicker, or the asker withdrew it."""

    code = "advice.no_longer_open"
    text = N_("This question is no longer waiting for an answer.")
    remedy = N_("Open the question to see what has happened to it.")


class TakenByAnother(Refusal):
    """A colleague is writing the answer."""

    code = "advice.taken_by_another"
    text = N_("{name} is working on this question.")
    remedy = N_("Talk to your colleague, or take the question over first.")


class NothingAsked(Refusal):
    """Nobody asked back, so there is nothing to reply to."""

    code = "advice.nothing_asked"
    text = N_("The team is not waiting for a reply from you.")
    remedy = N_("Open the question to see what has happened to it.")


class ThreadTooLong(Refusal):
    """A thread that never ends helps nobody."""

    code = "advice.thread_too_long"
    text = N_("This conversation has reached its limit of {most} messages.")
    remedy = N_("The team must now answer, even if the answer is that it cannot be decided yet.")


class UnknownRule(Refusal):
    """An answer rests on rules of its own day."""

    code = "advice.unknown_rule"
    text = N_("The rule base in force does not contain this rule: {rule}.")
    remedy = N_("Choose the rules from the list.")


class NotForPublication(Refusal):
    """The asker said no, or the question is not answered."""

    code = "advice.not_for_publication"
    text = N_("This answer may not be published.")
    remedy = N_("The asker has not agreed to it, or it has been published or withdrawn already.")


class SecondPersonNeeded(Refusal):
    """Who wrote the public version may not approve it."""

    code = "advice.second_person_needed"
    text = N_("You wrote this version yourself. A second person has to compare it.")
    remedy = N_("Ask another member of the neutrality team.")


class NotProposed(Refusal):
    """There is no version that waits for a second person, or it has changed since."""

    code = "advice.not_proposed"
    text = N_("This version is no longer waiting for a second person, or it has changed.")
    remedy = N_("Open it again and compare what it says now.")


class NotPublished(Refusal):
    """Only what is published can be withdrawn."""

    code = "advice.not_published"
    text = N_("This answer is not on the public page.")
    remedy = N_("Open the question to see what has happened to it.")
