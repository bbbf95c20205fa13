"""Whether a sentence tells what its own author saw, asked, collected or worked out."""

from __future__ import annotations

import re

_WHO = r"(?:we|I)(?:'ve| have| had)?(?: (?:also|then|first|later|still|only|\w+ly))?"
_ACTED = (
    r"(?:bought|collected|measured|sampled|weighed|photographed|saw (?!no (?:reason|point|need)|this|it)|hung|mounted"
    r"|installed|placed|visited|interviewed|counted|drilled|dug|filmed|picked up|translated"
    r"|walked (?:\w+ ){0,2}(?:length|through|across|along|round|around|past|to)|drove (?:through|across|along|to)"
    r"|asked (?:\d|all|every|each|our)|watched (?:the|all|every|how)|spoke (?:to|with)|heard the|received the"
    r"|gave (?:it|them|(?-i:[A-Z])\w*|the (?:model|device|phone|program|machine))|put (?:it|them) (?:through|on|to)"
    r"|estimate[ds]?|paid for (?:my|our) own|played (?:\w+ ){1,3}(?:sentences|recordings|clips)"
    r"|calculate[ds]?|reviewed the|went through (?:the|all|every)|read (?:all|every|through)|publish the)"
)
_THING = (
    r"(?:\w+ )?(?:meters?|instruments?|sensors?|detectors?|cameras?|microphones?|telescopes?|stations?|aerials?"
    r"|readings?|measurements?|samples?|recordings?|counts?|questionnaires?|surveys?|testers?|reviewers?|inspectors?"
    r"|officers?|volunteers?"
    r"|correspondents?|laboratory|lab|test (?:loop|track|bench|set)|video loop|own figures)"
)
_OWN = re.compile(
    rf"\b{_WHO} {_ACTED}\b|\bour (?:own |two |three |new )*{_THING}\b"
    r"|\bwir haben\b[^.]{0,80}\b(?:geprüft|getestet|gemessen|untersucht|befragt|gezählt)\b"
    r"|\bhemos (?:probado|medido|analizado|contado)\b|\bnous avons (?:testé|mesuré|analysé|compté|interrogé)\b",
    re.IGNORECASE,
)
_METHOD = re.compile(
    r"\b(?:samples?|specimens?|readings?|measurements?|cores?|recordings?|interviews?|questionnaires?)\b[^.;]{0,60}?"
    r"\b(?:were|was|are|is|have been) (?:\w+ly )?(?:taken|collected|made|drawn|recorded|analy[sz]ed|examined|attached"
    r"|compared|heard)\b"
    r"|\b(?:the|these) (?:data|figures) (?:come|are taken|are drawn|were collected|are based) (?:from|on)\b"
    r"|\bunder the (?:electron )?microscope\b"
    r"|\bof (?:the |our |these )?(?:\w+ )?(?:samples|bottles|specimens|readings|measurements)\b[^.;]{0,40}"
    r"\b(?:were|was) (?:within|above|below|over|under)\b",
    re.IGNORECASE,
)
_BODY = (
    r"(?:Ministry|Office|Court|Board|Authority|Council|Agency|Commission|Directorate|Inspectorate|Department|Union"
    r"|Prefecture)"
)
_OFFICIAL = re.compile(
    rf"\b[Tt]his {_BODY}\b|\b[Oo]ur (?:aircraft|forces|troops|fighters|units|crews|pilots|gunners|warships|brigades?)\b"
    rf"|\b[Tt]he {_BODY} (?:also |hereby |further )?(?:confirms|notes|rejects|denies|states|orders|holds|finds"
    r"|requests|considers|decides"
    r"|rules|dismisses|announces|regrets|wishes|is aware|need not|has ordered|has decided|has found|has given no)\b"
    r"|^(?:Notice to the press|Press notice|Summary of report|Decision of|Order of|Judgment of|Site \d)"
    r"|\b(?:Enquiries|Press contact|Media contact|Media enquiries|For further information)\s*:"
)
_QUOTED = re.compile(r'"[^"]*(?:"|$)')
_NOT_DONE = re.compile(
    r"\b(?:none|nobody|will|would|could|should|might|may|plan(?:ned)? to|hope(?:d)? to|if|n't|not|never)\b[^,;]*$",
    re.IGNORECASE,
)
_TOLD = re.compile(r"\b(?:say|says|said|according to|reported|announced|told|wrote)\b", re.IGNORECASE)


def observed(sentence: str) -> bool:
    """Say whether the sentence (canonical characters) tells of its author's own observation; quotations aside."""
    plain = _QUOTED.sub("", sentence)
    own = _OWN.search(plain)
    return own is not None and not _NOT_DONE.search(plain[: own.start()])


_LEARNED = r"(?:(?:has|have) (?:since |also )?)?(?:learned|learnt|obtained|established|seen(?! no))"
_LET = r"(?:told|tells?|showed|shown to|let|leaked to|spoke to|speaking to|shared with|passed to)"
_FROM_THEM = re.compile(
    r"\b(?:spokes\w+|chief|founder|director|president|minister|company|firm|statement)\b", re.IGNORECASE
)
_CONFIRMS = (
    r"(?:plc |inc |ltd |group )?(?:confirms|announces|notes|denies|rejects|regrets"
    r"|is (?:\w+ )?(?:devastated|aware|shocked))"
)
_WE = re.compile(r"\b(?:we|our)\b", re.IGNORECASE)


def self_named(label: str) -> re.Pattern[str]:
    """Return what finds an owner's name in text by the first label of its host: "borselpost" finds "Borsel Post"."""
    letters = "[ -]?".join(map(re.escape, re.sub(r"\W", "", label)))
    return re.compile(rf"\b(?:the )?{letters}\b", re.IGNORECASE)


def own_sources(sentence: str, name: re.Pattern[str]) -> bool:
    """Say whether the outlet, by its name, tells of people or papers that it found itself; quotations aside."""
    plain = _QUOTED.sub("", sentence)
    found = re.search(rf"{name.pattern} {_LEARNED}\b|\b{_LET} {name.pattern}", plain, re.IGNORECASE)
    return found is not None and not _FROM_THEM.search(plain)


def own_voice(text: str, name: re.Pattern[str]) -> bool:
    """Say whether a party, by its name, speaks of itself: "Hearth Aid is devastated to confirm …", "our lorries"."""
    plain = _QUOTED.sub("", text)
    return re.search(rf"{name.pattern} {_CONFIRMS}\b", plain, re.IGNORECASE) is not None and (
        _WE.search(plain) is not None or " said" not in plain
    )


def official(sentence: str) -> bool:
    """Say whether a body speaks of itself in its own voice ("The Court orders", "this Ministry"); quotations aside."""
    return _OFFICIAL.search(_QUOTED.sub("", sentence)) is not None


def method(sentence: str) -> bool:
    """Say whether the sentence tells how data were made: evidence where the text credits them to nobody else."""
    return bool(_METHOD.search(sentence)) and not _TOLD.search(sentence)
