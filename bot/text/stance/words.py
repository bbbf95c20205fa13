"""Word lists that the stance judgement looks for; lower case, English, chosen by hand."""

# ruff: noqa: SIM905 - a list of words reads best as words

from __future__ import annotations

STOP = frozenset(
    "a an the of in on at to for by with from as and or but if then than that this these those it its is are was "
    "were be been being has have had do does did will would can could may might shall should must he she they them "
    "his her their we us our you your i my me who whom which what when where why how there here not no so such into "
    "out up down over under about after before between during more most less least very just also only own same too "
    "s t".split()
)

CUES: dict[str, frozenset[str]] = {
    "refuting": frozenset(
        "fake hoax hoaxes false falsely untrue bogus debunk debunked debunks debunking denied denies deny denying "
        "denial refute refuted refutes refuting dismissed dismisses dismiss rejects rejected contradicts "
        "contradicted wrong incorrect inaccurate inaccurately retracted retracts retraction corrected correction "
        "myth satire satirical spoof prank pranked photoshopped fabricated fabrication invented baseless unfounded "
        "nonsense misleading mistaken lie lied lies scam disproved disproven discredited rebuts rebutted quashes "
        "quashed untruth misreported".split()
    ),
    "negating": frozenset(
        "not no never none nobody nothing neither nor without cannot can't won't isn't aren't wasn't weren't don't "
        "doesn't didn't hasn't haven't hadn't wouldn't couldn't shouldn't n't failed fails lacks unlikely".split()
    ),
    "hedging": frozenset(
        "reportedly allegedly alleged apparently supposedly purported purportedly rumor rumors rumour rumours "
        "rumored rumoured unconfirmed unverified claim claims claimed claiming suggests suggest may might could "
        "possible possibly perhaps likely probably maybe expected speculation speculated potential potentially seems "
        "appears suspected believed unclear investigating investigate investigates investigation question questions "
        "doubt doubts skeptical sceptical mystery leaked leak".split()
    ),
    "reporting": frozenset(
        "report reports reported said says say saying according told tells source sources sourced officials "
        "spokesman spokeswoman spokesperson media newspaper tv website blog video tweet tweeted posted viral "
        "announced statement states stated insists insisted".split()
    ),
    "confirming": frozenset(
        "confirm confirmed confirms confirming confirmation proved proven proves verified verify indeed official "
        "officially admits admitted admit acknowledges acknowledged true real genuine authentic revealed reveals "
        "discovered found shows shown caught arrested".split()
    ),
}

LARGER = frozenset(
    "more over above exceeding exceeded exceeds exceed beyond after since later greater higher larger longer upwards "
    "older surpassed surpassing".split()
)
SMALLER = frozenset("less under below fewer before prior earlier lower smaller shorter younger almost nearly".split())
ABOUT = frozenset("around about approximately roughly circa nearly almost some".split())
INCLUSIVE_LARGER = ("at least", "minimum of", "no less than", "no fewer than")
INCLUSIVE_SMALLER = ("at most", "up to", "maximum of", "no more than", "only")

NUMBER_WORDS: dict[str, float] = {
    word: float(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "seventy": 70.0,
    "eighty": 80.0,
    "ninety": 90.0,
    "first": 1.0,
    "second": 2.0,
    "third": 3.0,
    "fourth": 4.0,
    "fifth": 5.0,
    "once": 1.0,
    "twice": 2.0,
    "dozen": 12.0,
}
MULTIPLIERS: dict[str, float] = {
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "m": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
}

_PAIRS = (
    "increase decrease, increased decreased, increases decreases, rise fall, rose fell, rising falling, win lose, "
    "won lost, winner loser, first last, start end, started ended, begin end, began ended, open closed, opened "
    "closed, alive dead, living deceased, lives died, positive negative, good bad, best worst, high low, higher "
    "lower, large small, larger smaller, big small, early late, earlier later, old new, older newer, older younger, "
    "north south, northern southern, east west, eastern western, left right, male female, man woman, men women, boy "
    "girl, husband wife, father mother, son daughter, brother sister, he she, his her, true false, real fake, accept "
    "reject, accepted rejected, allow ban, allowed banned, legal illegal, guilty innocent, guilty acquitted, support "
    "oppose, supported opposed, success failure, successful unsuccessful, pass fail, passed failed, failed "
    "succeeded, include exclude, married divorced, single married, before after, more less, more fewer, above below, "
    "over under, all none, always never, most least, major minor, major small, active retired, active inactive, "
    "present absent, public private, critical positive, critics praised, mixed positive, mixed negative, negative "
    "favorable, acclaim criticism, praised criticized, praised panned, joined left, arrived departed, released "
    "arrested, confirmed denied, confirms denies, arrested released, safe dangerous, well poorly, many few, majority "
    "minority, up down, gain loss, gained lost, profit loss, buy sell, bought sold, born died, home away, domestic "
    "foreign, domestic international, complete incomplete, completed unfinished, fast slow, strong weak, rich poor, "
    "hot cold, day night, cancelled renewed, canceled renewed, available unavailable, known unknown, popular "
    "unpopular, remained left, stayed left, survived died, survive die, hero villain, protagonist antagonist, beat "
    "lost, defeated lost"
)


def _opposites() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for pair in _PAIRS.split(","):
        one, other = pair.split()
        table.setdefault(one, set()).add(other)
        table.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in table.items()}


OPPOSITES: dict[str, frozenset[str]] = _opposites()
