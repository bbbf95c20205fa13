"""Sentences that report evidence of their own: a test, a measurement, a replication by somebody named or not."""

from __future__ import annotations

import re

_WHO = (
    r"(?:researchers?|scientists?|engineers?|testers?|auditors?|reviewers?|analysts?|academics?|evaluators?"
    r"|investigators?|inspectors?"
    r"|fact-?checkers?|statisticians?|economists?|doctors?|physicians?|reporters?|journalists?|experts?)"
)
_TEST = (
    r"(?:tests?|evaluations?|analys[ei]s|stud(?:y|ies)|reviews?|audits?|benchmarks?|measurements?|replications?"
    r"|experiments?|trials?|investigations?"
    r"|assessments?|examinations?|inspections?|re-?runs?|surveys?|counts?|comparisons?)"
)
_FOUND = (
    r"(?:found|finds|find|showed|shows|show|measured|measures|confirmed|confirms|reproduced|replicated|contradict(?:s"
    r"|ed)|refut(?:es|ed)"
    r"|disprov(?:es|ed)|debunk(?:s|ed)|disputes?|concluded|concludes|revealed|reveals|scored|recorded|counted"
    r"|established|obtained|reported"
    r"|could not (?:reproduce|replicate|confirm)|couldn't (?:reproduce|replicate)|(?:was|were) (?:not able"
    r"|unable) to (?:reproduce|replicate)"
    r"|failed to (?:reproduce|replicate|match)|put|puts|placed|places|ranked|ranks|came out|tested)"
)
_CUE = re.compile(
    rf"\bindependent(?:ly)?(?:\s+\w+){{0,3}}\s+{_TEST}\b.{{0,120}}?\b{_FOUND}\b"
    rf"|\b(?:new|separate|external|outside|own|third-party|peer-reviewed)\s+(?:\w+\s+){{0,2}}{_TEST}\b.{{0,120}}?\b{_FOUND}\b"
    rf"|\b{_TEST}\b(?:,? (?:run|done|carried out|conducted|performed|made|published|released))?(?: \w+)? (?:by|at"
    rf"|from|of)\b.{{0,120}}?\b{_FOUND}\b"
    rf"|\b{_WHO}\b.{{0,100}}?\b{_FOUND}\b"
    rf"|\b(?:our|we)\b.{{0,40}}\b(?:tests?|tested|measured|measurements?|reran|re-ran|counted|evaluated|evaluation"
    rf"|checked)\b"
    rf"|\b(?:was|were|been) (?:re)?(?:tested|evaluated|measured|audited|benchmarked) (?:\w+ ){{0,3}}?by\b"
    r"|\b(?:could not|couldn't|unable to|not able to|failed to) (?:reproduce|replicate)\b"
    r"|\bindependently (?:tested|measured|reproduced|replicated|confirmed|verified|evaluated)\b"
    r"|\b(?:has|have|had|was|were) (?:since |now |been |also )*(?:reproduced|replicated|debunked|disproved|refuted)\b"
    r"|\bunabhängige\w* \w*(?:test|prüfung|untersuchung|studie|messung|auswertung)\w*\b.{0,120}?\b(?:ergab|ergaben"
    r"|zeigt\w*|fand\w*|bestätigt\w*|widerleg\w*|kam\w*)"
    r"|\b(?:prueba|evaluación|análisis|estudio|ensayo)s? independientes?\b.{0,120}?\b(?:encontró|halló|mostró|muestra"
    r"|confirmó|concluyó|reveló|desmintió)"
    r"|\b(?:test|étude|évaluation|analyse)s? indépendante?s?\b.{0,120}?\b(?:a montré|montre|a révélé|a confirmé"
    r"|conclut|a conclu|dément)"
    r"|独立(?:测试|评测|评估|研究|检测).{0,30}(?:发现|显示|表明|证实|结果)|(?:研究人员|测试人员).{0,20}(?:发现|测得|证实|未能)",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    rf"\bno (?:\w+ ){{0,2}}(?:{_TEST}|{_WHO})\b|\b(?:not yet|none|nobody|no one|without|until|awaits?|awaiting"
    rf"|pending|yet to|will|would"
    r"|could be|can be|might|may (?:be|have|soon)|should|if|once|when|before|unless|only after|plans?|planned"
    r"|promised?|expects?|expected|hopes?"
    r"|calls? for|called for|demands?)\b"
    r"|\b(?:has|have|had)(?: not|n't) (?:yet )?been (?:independently )?|\b(?:cannot|can't|could not be|couldn't be)\b"
    r"|\b(?:noch nicht|noch kein\w*|ohne|sobald|aún no|todavía no|ningun[oa]?|hasta que|pas encore|aucune?"
    r"|尚未|未经|还没有)",
    re.IGNORECASE,
)
_UNABLE = re.compile(
    r"\b(?:could not|couldn't|unable to|not able to|failed to) (?:reproduce|replicate|match)", re.IGNORECASE
)
_SELF = re.compile(
    r"\b(?:internal|in-house|its own|the (?:firm|company|lab|maker)'s(?: own)?|own internal|interne\w*|intern[oa]s?"
    r"|内部)\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:we|our (?:own |\w+ )?(?:test|tests|testers?|reporters?|lab|measurements?|evaluation|analysis|team))\b.{0,60}"
    r"\b(?:tested|test|tests|measured|measurements?|reran|re-ran|ran|counted|evaluated|evaluation|checked|found"
    r"|shows?|showed|analysis)\b",
    re.IGNORECASE,
)
_NAME = r"(?:(?:the|The)\s+)?((?:[A-Z][\w&'-]*)(?:\s+(?:of|for|and|de|für|the|[A-Z][\w&'-]*)){0,6})"
_BY = re.compile(
    rf"\b(?i:{_TEST}|reviewed|tested|measured|evaluated|audited|verified|reproduced|replicated|confirmed|{_WHO})\b"
    rf"(?:,? \w+){{0,3}}? (?:by|at|from|of) {_NAME}"
)
_SUBJECT = re.compile(
    rf"{_NAME}(?:'s)?,?\s+(?:(?i:independently|which|who|has|have|had|also|own)\s+|(?i:{_TEST}"
    rf"|{_WHO})\s+)*(?i:{_FOUND}|ran|reran)\b"
)
_TRAIL = re.compile(r"(?:'s?|\s+(?:of|for|and|de|für|the))+$")


def brings_evidence(sentence: str) -> bool:
    """Say whether the sentence (canonical characters) reports an outside test or the like that was really done."""
    cue = _CUE.search(sentence)
    if cue is None or _SELF.search(sentence):
        return False
    return not _NOT_YET.search(_UNABLE.sub("", sentence[: cue.end()]))


def tester(sentence: str) -> str:
    """Return who did the test that the sentence reports: a name, "own" for the outlet itself, or ""."""
    if _OURS.search(sentence):
        return "own"
    for pattern in (_BY, _SUBJECT):
        match = pattern.search(sentence)
        if match:
            return _TRAIL.sub("", match.group(1))
    return ""
