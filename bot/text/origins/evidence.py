"""Sentences that report evidence of their own: a test, a measurement, a replication by somebody named or not."""

# ruff: noqa: SIM905  a block of words is easier to read than a list of strings

from __future__ import annotations

import re

_WHO = (
    r"(?:researchers?|scientists?|engineers?|testers?|auditors?|reviewers?|analysts?|academics?|evaluators?"
    r"|investigators?|inspectors?"
    r"|fact-?checkers?|statisticians?|economists?|doctors?|physicians?|reporters?|journalists?|experts?"
    r"|students?|volunteers?|members|laborator(?:y|ies)|labs?)"
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
    r"|failed to (?:reproduce|replicate|match)|evaluated|examined|analy[sz]ed|put|puts|placed|places|ranked"
    r"|ranks|came out|tested)"
)
_SHOW = rf"(?:{_FOUND}|suggests?|suggested|indicates?|indicated|points? to|leaves? no doubt|proves?|proved)"
_DATA = (
    r"(?:data|images?|photographs?|footage|records?|recordings?|measurements?|readings?|tracks?|logs?|filings?"
    r"|registers?|samples?|statistics|figures)"
)
_ROLE = (
    r"(?:(?:a|the|another) (?:\w+ )?(?:team|group) (?:of \w+ )?|\w+(?:ologists|icists|emists|icians|ectors"
    r"|inspectors|auditors|engineers|researchers"
    r"|surveyors|investigators|scientists|reviewers|astronomers|examiners|economists|statisticians"
    r"|testers)\b (?:\w+ )?)"
)
_SPEECH = (
    r"(?:warned|called|asked|welcomed|criticis\w+|praised|believed?|expected|noted|argued|claimed|complained"
    r"|predicted|commented|declined|refused"
    r"|announced|stated|added|replied|doubted|hoped|wanted|agreed|joined|celebrated|cheered|considered|feared)"
)
_PAST = r"(?:\w{2,}ed|found|put|saw|ran|took|drew|came)"
_FILED = r"(?:e-?mails?|documents?|letters?|messages?|minutes|transcripts?|invoices?|contracts?|papers)"
_COURT = (
    r"(?:courts?|tribunals?|judges?|jury|inquest|coroners?|regulators?|watchdogs?|ombudsman|ombudswoman|prosecutors?"
    r"|commission|inquiry|boards?|agency|agencies|authority|authorities)"
)
_RULED = r"(?:found|ruled|concluded|established|confirmed|dismissed|compared|counted)"
_DID = (
    r"(?:(?:re-?)?(?:tested|measured|examined|ran|run|counted|evaluated|checked|analy[sz]ed|cycled|surveyed"
    r"|inspected|compared|timed|weighed|sampled"
    r"|dated|clocked|photographed|recorded|observed|tracked|monitored|audited|benchmarked)|(?:took|collected"
    r"|gathered|bought|obtained|downloaded)"
    r"(?: \w+){0,3} (?:samples?|cores|swabs?|measurements?|readings?|photographs?|images?|data|cells?|copies|specimens?"
    r"|records|weights))"
)
_CUE = re.compile(
    rf"\bindependent(?:ly)?(?:\s+\w+){{0,3}}\s+{_TEST}\b.{{0,120}}?\b{_SHOW}\b"
    rf"|\b(?:new|separate|external|outside|own|third-party|peer-reviewed)\s+(?:\w+\s+){{0,2}}{_TEST}\b.{{0,120}}?\b{_SHOW}\b"
    rf"|\b{_TEST}\b(?:,? (?:run|done|carried out|conducted|performed|made|published|released))?(?: \w+)? (?:by"
    rf"|at|from|of)\b.{{0,120}}?\b{_SHOW}\b"
    rf"|\b{_DATA}\b (?:published |released |collected |compiled |gathered |taken |bought )?(?:by|from"
    rf"|of)\b.{{0,80}}?\b(?:{_SHOW}|records?|lists?)\b"
    r"|\b(?:satellite|aerial|drone|thermal|radar) (?:pictures?|images?|imagery|photo(?:graph)?s?|footage)\b"
    rf".{{0,100}}?\b{_SHOW}\b"
    rf"|\b{_ROLE}(?:at|from|of|for|with) (?:the )?(?-i:[A-Z])\w*(?: \w+){{0,5}}?,? (?!{_SPEECH}\b){_PAST}\b"
    rf"|\b{_WHO}\b.{{0,100}}?\b{_FOUND}\b"
    rf"|\b{_FILED} (?:filed|submitted|published|released|read out|shown)\b.{{0,60}}?\b{_SHOW}\b"
    rf"|\b{_COURT}\b.{{0,100}}?\b{_RULED}\b"
    rf"|\b(?-i:[A-Z])[\w&'-]*(?: (?:of|for|and|the|(?-i:[A-Z])[\w&'-]*)){{1,6}} (?:has |have |had )?(?:also "
    rf"|since |now |meanwhile |then )?{_DID}\b"
    r"|\b(?:tests?|swabs?|samples?|results?)\b.{0,80}?\b(?:(?:came|come|were|was) (?:back )?(?:negative|positive|clear)"
    r"|contained no|found no|show(?:ed)? no)\b"
    r"|\b(?:tests?|swabs?|samples?|results?)\b.{0,100}?\b(?:was|were) (?:not )?detected\b"
    r"|\b(?:memos?|letters?|e-?mails?|messages?|minutes|contracts?|records|documents?|logs?) .{0,60}?"
    r"\b(?:seen|obtained|reviewed) by\b"
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
    rf"\bwe (?:have |had |then |also |first |\w+ly )*(?!ran (?:into|out|a story|the story)){_DID}\b"
    rf"|\bour (?:own |independent |new )*(?:\w+ )?(?:{_TEST}|readings?)\b.{{0,80}}?\b{_SHOW}\b"
    r"|\bour (?:own )?verification team (?:has |have )?(?:matched|confirmed|verified|located|placed)\b"
    rf"|\bour (?:own )?(?:\w+ )?(?:testers?|reporters?|correspondents?|staff|team|laboratory"
    rf"|lab)\b.{{0,60}}?\b(?:{_DID}|found)\b",
    re.IGNORECASE,
)
_SAID = (
    r"(?:claims?|reports?|allegations?|accusations?|account|figures?|findings?|rumou?rs?|story|suggestion|statement)"
)
_UNTRUE = r"(?:invention|invented|nonsense|lies?|false|untrue|rubbish|fabricat\w+|fantasy|fiction|baseless|unfounded)"
DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied)|disput(?:es?|ed)|rejects?|rejected|dismiss(?:es|ed)|contradict(?:s|ed)?)"
    rf" (?:it|this|that|any such|doing so|(?:the|his|her|their) (?:\w+ )?{_SAID})\b(?! for)"
    r"|\b(?:this|that|it|these|the (?:claims?|allegations?|reports?|story)) (?:is|are|was|were) (?:\w+ )?"
    rf"{_UNTRUE}\b"
    r"|\b(?:calls?|called|brands?|branded|labels?|labell?ed)"
    rf" (?:it|this|that|(?:the|his|her|their) (?:\w+ )?{_SAID}) (?:an? |pure |simply )*{_UNTRUE}\b",
    re.IGNORECASE,
)
"""Somebody answers a claim that was made of him or her, in a sentence of its own."""
DISOWNS = re.compile(
    r"\"(?:no, )?(?:I|we) (?:have|had|am|are|did|do|was|were) (?:not|never|made no|had no)\b"
    r"|\bthere (?:has|have|had|is|are|was|were) (?:been |never been )?no (?:such )?(?:talks|deal|plans?|agreement|offer"
    r"|order|decision|contract|negotiations|contacts?)\b",
    re.IGNORECASE,
)
"""Somebody whom the claim names says that it is not so, without a word for the claim."""
CONFIRMS = re.compile(
    r"\b(?:confirm(?:s|ed)|admit(?:s|ted)|acknowledg(?:es|ed)|conced(?:es|ed))"
    r"(?: (?:on|in|late|early|this|last|yesterday|to|with|by)(?: [\w']+){1,4})?,? that\b"
)
"""Somebody who should know says that it is so: a sentence about the claim in which he does answers it."""
_QUOTED = re.compile(r'"[^"]*\b(?:we|our)\b[^"]*(?:"|$)', re.IGNORECASE)
_NAME = r"(?:(?:the|The)\s+)?((?:[A-Z][\w&'-]*)(?:\s+(?:of|for|and|de|für|the|[A-Z][\w&'-]*)){0,6})"
_BY = re.compile(
    rf"\b(?i:{_TEST}|{_DATA}|{_ROLE}|reviewed|tested|measured|evaluated|audited|verified|reproduced|replicated"
    rf"|confirmed|{_WHO})(?:(?:,? \w+){{0,3}}? )?(?:by|at|from|of) {_NAME}"
)
_BETWEEN = rf"(?:'s)?,?\s+(?:(?i:independently|which|who|has|have|had|also|own|since|now)\s+|(?i:{_TEST}|{_WHO})\s+)*"
_DOER = re.compile(rf"{_NAME}{_BETWEEN}(?i:{_DID})\b")
_LYING = r"(?! (?:in|at|on|near|under|inside|beneath) (?:an?|the)\b)"  # "Timbers found in a bog" found nothing
_FINDER = re.compile(rf"{_NAME}{_BETWEEN}(?i:{_FOUND})\b{_LYING}")
_HEAD = re.compile(rf"^(?:{_WHO}|{_ROLE})\s*\b(?:of|at|from|for)\s+(?:the\s+)?(?=(?-i:[A-Z]))", re.IGNORECASE)
_TRAIL = re.compile(r"(?:'s?|\s+(?:of|for|and|de|für|the))+$")


_HINTS = tuple(  # a sentence without any of these reports no evidence; cheaper to see than the patterns
    "test evaluat analys analyz stud review audit benchmark measure replic reproduc experiment trial investig"
    " assess examin"
    " inspect rerun re-run survey count comparison compar filed submitted court tribunal judge jury"
    " inquest coroner regulator watchdog ombuds prosecut commission inquiry board agenc authorit mail document letter"
    " transcript invoice contract checked team group research scientist engineer expert ologist icist"
    " journalist reporter doctor swab memo minutes data image photograph footage record reading track log filing"
    " register sample statistic"
    " figures debunk disprove refute confirm took collect ran dated clocked weigh timed student volunteer"
    " untersuch prüf auswert messung messe prueba ensayo évaluation étude"
    " 独立 研究 测试".split()
)


def brings_evidence(sentence: str) -> bool:
    """Say whether the sentence (canonical characters) reports an outside test or the like that was really done."""
    lower = sentence.lower()
    if not any(hint in lower for hint in _HINTS) or _SELF.search(sentence):
        return False
    cue = _CUE.search(sentence)
    end = cue.end() if cue else _own_end(sentence)
    return end > 0 and not _NOT_YET.search(_UNABLE.sub("", sentence[:end]))


def _own_end(sentence: str) -> int:
    """Return where the outlet speaks of its own test, 0 where it does not, or only quotes somebody who does."""
    ours = _OURS.search(_QUOTED.sub("", sentence))
    return ours.end() if ours else 0


def tester(sentence: str) -> str:
    """Return who did the test that the sentence reports: a name, "own" for the outlet itself, or ""."""
    if _own_end(sentence):
        return "own"
    for pattern in (_DOER, _BY, _FINDER):
        match = pattern.search(sentence)
        if match:
            return _TRAIL.sub("", _HEAD.sub("", match.group(1)))
    return ""
