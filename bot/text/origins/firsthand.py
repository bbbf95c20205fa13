"""Whether a sentence tells what its own author saw, asked, collected or worked out."""

from __future__ import annotations

import re

_WHO = r"(?:we|I)(?:'ve| have| had)?(?: (?:also|then|first|later|still|only|\w+ly))?"
_ACTED = (
    r"(?:bought|collected|measured|sampled|weighed|photographed|saw (?!no (?:reason|point|need)|this|it)|hung|mounted|installed|placed|visited|interviewed|counted|drilled|dug|filmed|picked up|translated"
    r"|walked (?:\w+ ){0,2}(?:length|through|across|along|round|around|past|to)|drove (?:through|across|along|to)"
    r"|asked (?:\d|all|every|each)|watched (?:the|all|every|how)|spoke (?:to|with)|heard the|received the"
    r"|gave (?:it|them|(?-i:[A-Z])\w*|the (?:model|device|phone|program|machine))|put (?:it|them) (?:through|on|to)|estimate[ds]?"
    r"|calculate[ds]?|reviewed the|went through (?:the|all|every)|read (?:all|every|through)|publish the)"
)
_THING = (
    r"(?:\w+ )?(?:meters?|instruments?|sensors?|detectors?|cameras?|microphones?|telescopes?|stations?|aerials?"
    r"|readings?|measurements?|samples?|recordings?|counts?|questionnaires?|surveys?|testers?|reviewers?|inspectors?|officers?|volunteers?"
    r"|correspondents?|laboratory|lab|test (?:loop|track|bench|set)|video loop|own figures)"
)
_OWN = re.compile(rf"\b{_WHO} {_ACTED}\b|\bour (?:own |two |three |new )*{_THING}\b", re.IGNORECASE)
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
_BODY = r"(?:Ministry|Office|Court|Board|Authority|Council|Agency|Commission|Directorate|Inspectorate|Department|Union|Prefecture)"
_OFFICIAL = re.compile(
    rf"\b[Tt]his {_BODY}\b|\b[Oo]ur (?:aircraft|forces|troops|fighters|units|crews|pilots|gunners|warships|brigades?)\b"
    rf"|\b[Tt]he {_BODY} (?:also |hereby |further )?(?:confirms|notes|rejects|denies|states|orders|holds|finds|requests|considers|decides"
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


def official(sentence: str) -> bool:
    """Say whether a body speaks of itself in its own voice ("The Court orders", "this Ministry"); quotations aside."""
    return _OFFICIAL.search(_QUOTED.sub("", sentence)) is not None


def method(sentence: str) -> bool:
    """Say whether the sentence tells how data were made: evidence where the text credits them to nobody else."""
    return bool(_METHOD.search(sentence)) and not _TOLD.search(sentence)
