"""Whether a sentence tells what its own author saw, asked, collected or worked out."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WHO = r"(?:we|I)(?:'ve| have| had)?(?: (?:also|then|first|later|still|only|\w+ly))?"
_ACTED = (
    r"(?:bought|collected|measured|sampled|weighed|photographed|saw (?!no (?:reason|point|need)|this|it)|hung|mounted"
    r"|installed|placed|visited|interviewed|counted|drilled|dug|filmed|picked up|translated"
    r"|walked (?:\w+ ){0,2}(?:length|through|across|along|round|around|past|to)|drove (?:through|across|along|to)"
    r"|asked (?:\d|all|every|each|our)|watched (?:the|all|every|how)|spoke (?:to|with)"
    r"(?! (?:were|was|are|is|said|say|had|did|felt|seemed))|heard the|received the"
    r"|gave (?:it|them|(?-i:[A-Z])\w*|the (?:model|device|phone|program|machine))|put (?:it|them) (?:through|on|to)"
    r"|estimate[ds]?|paid for (?:my|our) own|played (?:\w+ ){1,3}(?:sentences|recordings|clips)"
    r"|calculate[ds]?|reviewed the|went through (?:the|all|every)|read (?:all|every|through)|publish the)"
)
_THING = (
    r"(?:\w+ )?(?:meters?|probes?|instruments?|sensors?|detectors?|cameras?|microphones?|telescopes?"
    r"|stations?|aerials?"
    r"|readings?|measurements?|samples?|recordings?|counts?|questionnaires?|surveys?|testers?|reviewers?|inspectors?"
    r"|officers?|volunteers?|satellites?|drones?|cores"
    r"|correspondents?|laboratory|lab|test (?:loop|track|bench|set)|video loop|own figures)"
)
_OWN = re.compile(
    rf"\b{_WHO} {_ACTED}\b|\bour (?:own |two |three |new )*{_THING}\b"
    rf"|\b{_WHO}(?: had)? [^.;]{{3,120}}? (?:examined|tested|analy[sz]ed|measured|checked|dated) by\b"
    r"|\bour (?:own )?(?:reporters?|correspondents?|photographers?)\b[^.;]{0,110}? (?:saw|looked|visited|counted"
    r"|watched|went|spoke|found|heard|read|walked|drove|met|was|were)\b"
    r"|\btook (?:its|his|her|their) own (?:cores?|samples?|readings?|measurements?|pictures|photographs|swabs?)\b"
    r"|(?:^|[.!?)] )(?:Did|Ran|Tested|Measured|Timed|Weighed) (?:[\w-]+ ){0,3}(?:tests?|runs?|rundowns?|laps"
    r"|measurements?|readings)\b"
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
    rf"\b[Tt]his {_BODY}\b|\b[Oo]ur (?:aircraft|forces|troops|fighters|units|crews|pilots|gunners|warships|brigades?"
    r"|engineers|soldiers|sappers|air defences?|defenders|infantry|marines|artillery)\b"
    rf"|\b[Tt]he {_BODY} (?:also |hereby |further )?(?:confirms|notes|rejects|denies|states|orders|holds|finds"
    r"|requests|considers|decides"
    r"|rules|dismisses|announces|regrets|wishes|is aware|need not|has ordered|has decided|has found|has given no)\b"
    r"|^(?:(?:Club|Company|Ministry|Press|Joint) statement\b|Field update\b"
    r"|[^.;:]{0,60}\b(?:Bulletin|Circular|Communiqu[eé]"
    r"|Service note|Situation report) (?:No\.? ?)?\d|[^.;]{0,50}\b(?:annual|quarterly|interim) report,"
    r"|Statement (?:by|of|from)\b|Notice to the press|Press notice|Summary of report|Decision of|Order of"
    r"|Judgment of|Site \d)"
    r"|\b(?:Enquiries|Press contact|Media contact|Media enquiries|For further information)\s*:"
)
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied)|rejects?|dismiss(?:es)?|refutes?) (?:as |it\b|this\b|that\b|any\b|all\b|the|such"
    r"|\w+ (?:as|claims?|reports?"
    r"|allegations?|suggestions?))"
    r"|\b(?:did not|has not|have not|had no|have no|has no|took no|played no) (?:cause|part in|role in"
    r"|involvement|knowledge of|place\b|link)"
    r"|\bno (?:link|evidence|connection|offer|decision|agreement|price|such \w+"
    r"|such)\b[^.]{0,60}? (?:has been|have been|was|were|exists?)\b"
    r"|\b(?:press|media|market) (?:speculation|rumou?rs?)\b"
    r"|\b(?:is|are|was|were) (?:simply |entirely |wholly |completely |a |an |pure )*(?:false|untrue|wrong"
    r"|fantasy|fabricat\w+|invent\w+"
    r"|lies?|baseless|unfounded|nonsense|misleading)\b|\bpure (?:invention|fiction|fantasy)\b"
    r"|\b(?:never|not) (?:to )?(?:rush to judgement|repeat unverified)",
    re.IGNORECASE,
)
_GRANTS = re.compile(
    r"\b(?:confirms?|confirmed|correct that|true that|received an?|were ordered|admits?)\b", re.IGNORECASE
)
_QUOTED = re.compile(r'"[^"]*(?:"|$)')
_NOT_DONE = re.compile(
    r"\b(?:none|nobody|will|would|could|should|might|may|plan(?:ned)? to|hope(?:d)? to|if|n't|not|never)\b[^,;]*$",
    re.IGNORECASE,
)
_TOLD = re.compile(r"\b(?:say|says|said|according to|reported|announced|told|wrote)\b", re.IGNORECASE)
_LEARNED = (
    r"(?:(?:(?:has|have) (?:since |also )?)?(?:learned|learnt|obtained|established|seen(?! no))|came upon|got hold of"
    r"|(?:has|have) (?:a copy|copies) of)"
)
_LET = (
    r"(?:confirmed to|released to|seen by|read out to|told|tells?"
    r"|describe[sd]? to|showed|shown to|let|leaked to|spoke to|speaking to|shared with|passed to)"
)
_TITLES = (  # what a paper calls itself for short: "the Mercury" of varleymercury.example
    *("times", "post", "herald", "chronicle", "gazette", "courier", "journal", "mercury", "echo", "ledger", "tribune"),
    *("observer", "telegraph", "guardian", "register", "standard", "examiner", "argus", "clarion", "dispatch"),
    *("bulletin", "record", "citizen", "sentinel", "advertiser", "press"),
)
_FROM_THEM = re.compile(
    r"\b(?:spokes\w+|chief|founder|director|president|minister|company|firm|statement)\b", re.IGNORECASE
)
_CONFIRMS = (
    r"(?:plc |inc |ltd |group )?(?:confirms|announces|notes|denies|rejects|regrets"
    r"|is (?:\w+ )?(?:devastated|aware|shocked))"
)
_WE = re.compile(r"\b(?:we|our)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OwnName:
    """What finds an owner that speaks of itself by its name: of what it learned, or in its own voice."""

    _learned: re.Pattern[str]
    _confirms: re.Pattern[str]

    @staticmethod
    def of(label: str) -> OwnName:
        """Take the first label of the owner's host: "borselpost" is found as "Borsel Post"."""
        letters = "[ -]?".join(map(re.escape, re.sub(r"\W", "", label)))
        called = next((title for title in _TITLES if label.endswith(title)), "")
        name = rf"\b(?:(?:the )?{letters}|the (?-i:{called.title()}))\b" if called else rf"\b(?:the )?{letters}\b"
        return OwnName(
            re.compile(rf"{name} {_LEARNED}\b|\b{_LET} {name}", re.IGNORECASE),
            re.compile(rf"{name} {_CONFIRMS}\b", re.IGNORECASE),
        )

    def learned(self, sentence: str) -> bool:
        """Say whether the outlet tells of people or papers that it found itself; quotations aside."""
        plain = _QUOTED.sub("", sentence)
        return self._learned.search(plain) is not None and not _FROM_THEM.search(plain)

    def speaks(self, text: str) -> bool:
        """Say whether a party speaks of itself in a text: "Hearth Aid is devastated to confirm …", "our lorries"."""
        plain = _QUOTED.sub("", text)
        ours = _WE.search(plain) is not None or " said" not in plain
        return ours and self._confirms.search(plain) is not None


def observed(sentence: str) -> bool:
    """Say whether the sentence (canonical characters) tells of its author's own observation; quotations aside."""
    plain = _QUOTED.sub("", sentence)
    own = _OWN.search(plain)
    return own is not None and not _NOT_DONE.search(plain[: own.start()])


def denies(text: str) -> bool:
    """Say whether a party's statement only answers what is said of it and grants nothing; quotations aside."""
    plain = _QUOTED.sub("", text)
    return _DENIAL.search(plain) is not None and not _GRANTS.search(plain)


def official(sentence: str) -> bool:
    """Say whether a body speaks of itself in its own voice ("The Court orders", "this Ministry"); quotations aside."""
    return _OFFICIAL.search(_QUOTED.sub("", sentence)) is not None


def method(sentence: str) -> bool:
    """Say whether the sentence tells how data were made: evidence where the text credits them to nobody else."""
    return bool(_METHOD.search(sentence)) and not _TOLD.search(sentence)
