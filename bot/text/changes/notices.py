"""Notices by which a source corrects itself or takes something back, recognised as such.

Only a passage that speaks of *this* article (or its figures, its headline) is a notice; a report about somebody else's
correction is news, not a notice.
"""

# ruff: noqa: SIM905  a block of words is easier to read than a list of strings

from __future__ import annotations

import re

from bot.domain.finding import FindingKind

_LABEL = (
    r"(?:editor'?s'? notes?|correction|corrections|corrected|clarification|update|updated|amendment|erratum"
    r"|note from the editor"
    r"|anmerkung der redaktion|hinweis der redaktion|korrektur|berichtigung|richtigstellung|aktualisierung"
    r"|nota del editor|nota de la redacción|corrección|rectificación|fe de erratas|actualización|aclaración"
    r"|note de la rédaction|ndlr|correction|rectificatif|erratum|mise à jour|précision|编者按|更正|勘误|更新)"
)
_LABELLED = re.compile(rf"[\[(*_ ]*{_LABEL}\b[^:.;\-]{{0,60}}?\s*[:\-\]|::]", re.IGNORECASE)
_LABELLED_CJK = re.compile(r"[\[(【]?(?:编者按|更正|勘误|更新)[::】\])]")
_THIS = r"(?:this|the|our)\s+(?:\w+\s+)?(?:article|story|report|post|piece|page|headline|version|text|item|column)"
_CORRECTED = re.compile(
    rf"{_THIS}\s+(?:has|have|had|was|were|is|has since)?\s*(?:now |since |also )?(?:been )?(?:corrected|amended"
    rf"|clarified|revised|updated|changed|edited|modified)\b"
    r"|\b(?:an|a previous|the) (?:earlier|previous|original|initial|first) (?:version|headline|edition)\b"
    r"|\b(?:previous|earlier) versions? of this\b|\boriginally (?:stated|said|reported|published)\b"
    r"|\bwe (?:have |had )?(?:corrected|regret the error|apologi[sz]e for the error|misstated|misreported"
    r"|wrongly (?:said|reported|stated))"
    r"|\bregret(?:s)? the error\b"
    r"|^\W*corrects (?:\w+ )?(?:paragraph|headline|name|spelling|figure|number|date|to say)\b"
    r"|(?:dieser|dieses|diese|der) (?:artikel|text|beitrag|meldung) wurde (?:nachträglich )?(?:korrigiert|berichtigt"
    r"|geändert|aktualisiert)"
    r"|in einer (?:früheren|ersten|vorherigen) (?:version|fassung)"
    r"|(?:este|esta|el|la) (?:artículo|nota|noticia|texto) (?:ha sido|fue) (?:corregid|modificad|actualizad)[oa]"
    r"|una versión (?:anterior|previa)"
    r"|(?:cet|cette|le|la) (?:article|texte|dépêche) a été (?:corrigé|modifié|mis à jour)e?|une (?:première"
    r"|précédente) version|une version (?:précédente|antérieure)"
    r"|(?:本文|此前版本|早前版本).{0,12}(?:更正|修改|更新|有误|错误)",
    re.IGNORECASE,
)
_ACCOUNT = (
    r"(?:statement|claims?|article|story|report|paper|study|(?:press )?release|results?|figures?|announcement"
    r"|memo|post|account|findings?"
    r"|assertions?|numbers?|publication|preprint|blog post|data|allegations?|accusations?|quote|interview)"
)
_RETRACTED = re.compile(
    rf"{_THIS}\s+(?:has|have|had|was|were|is)\s+(?:now |since |been )*(?:retracted|withdrawn|taken down"
    rf"|unpublished|removed|pulled)\b"
    rf"|\b(?:we|the (?:editors?|newspaper|publisher|journal|outlet|site))\b[^.]{{0,20}}\b(?:retract(?:ed|s"
    rf"|ing)?|withdr(?:aw|awn|ew|aws|awing)"
    rf"|tak(?:en|ing|e) back|took back)\b[^.]{{0,30}}\b{_ACCOUNT}\b"
    r"|\bno longer stands? (?:by|behind) (?:this|the|our|its|it)\b|\bretraction(?: notice)?\b\s*[:\-]|^retracted\b"
    r"|\bretracted article\b"
    r"|(?:dieser|dieses|diese|der|die|den|diesen) (?:artikel|text|beitrag|meldung|studie) (?:wurde"
    r"|haben wir) (?:zurückgezogen|zurückgenommen)"
    r"|ziehen wir zurück"
    r"|(?:este|esta|el|la) (?:artículo|nota|noticia|estudio) (?:ha sido|fue) (?:retractad|retirad)[oa]"
    r"|(?:cet|cette|le|la|l') ?(?:article|étude|texte) a été (?:rétracté|retiré)e?|retirons cet article"
    r"|(?:本文|该文|该报道|论文).{0,8}(?:撤回|撤稿|撤下)",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    rf"\b(?:has |have |had )?(?:now |since |formally )?(?:retracted|withdrew|withdrawn|took back|taken back"
    rf"|disowned)\s+(?:its|the|his|her|their|this|that)\b"
    rf"(?:\s+[\w'-]+){{0,3}}?\s+{_ACCOUNT}\b"
    rf"|\b{_ACCOUNT}\b[^.]{{0,60}}\b(?:was|were|has been|have been) (?:\w+ )?(?:retracted|withdrawn|taken back)\b"
    r"|\b(?:zog|zogen|hat|haben)\b[^.]{0,60}\b(?:angaben?|behauptung\w*|mitteilung|studie|erklärung"
    r"|meldung)\b[^.]{0,30}\bzurück(?:gezogen|genommen)?\b"
    r"|\b(?:retiró|retractó|se retractó)\b|\b(?:a retiré|s'est rétracté|se rétracte)\b"
    r"|(?:撤回|收回)(?:了)?(?:其|该|这一"
    r"|此前)?(?:声明|说法|论文|报道)",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:refus\w+|demand\w*|call\w* (?:for|on)|ask(?:ed|s)?|urg\w+|want\w*)\b", re.IGNORECASE)
_FUTURE = re.compile(rf"\b(?:not|never|n't|will|would|could|may|might|should|if)\b|{_ASKED.pattern}", re.IGNORECASE)
_WHOLE = re.compile(
    rf"{_THIS}\s+(?:has|have|was|were|is)\s+(?:now |since |been )*(?:retracted|withdrawn|taken down|unpublished"
    rf"|removed|pulled)"
    rf"|(?:retracted|retracting|withdrawn|withdrew|withdrawing|taken down|removed|pulled|unpublished) {_THIS}"
    r"|\b(?:retracted|withdrawn|withdrew)\b[^.]{0,30}\b(?:study|studies|paper|research|preprint|findings|results)"
    r" (?:described|reported|covered|discussed) (?:below|here|above|in this (?:article|story|report))"
    r"|no longer stands? (?:by|behind) (?:this|the|our|it)|contain(?:s|ed) (?:several |serious |significant |factual "
    r"|material )*(?:errors|inaccuracies)"
    r"|correct(?:s|ed)? (?:several|multiple|the|a number of|some) (?:errors|figures|numbers|claims|facts"
    r"|inaccuracies)|^retracted\b|retracted article"
    r"|wurde zurückgezogen|ha sido retirad|a été retiré|本文.{0,8}(?:撤回|撤稿|撤下)",
    re.IGNORECASE,
)


_HINTS = tuple(  # a sentence without any of these is no notice; cheaper to see than the patterns
    "versi correct clarif retract withdr editor amend version earlier original updat regret apolog error misstat"
    " misreport wrongly"
    " longer taken took tak unpublish remov pulled erratum note disown redaktion berichtig richtigst aktualis fassung"
    " zurück artikel rectific corrig correc errata aclarac retir rédaction ndlr précision première"
    " 编者 更正 勘误 更新 本文"
    " 版本 撤".split()
)


def notice_kind(sentence: str) -> FindingKind | None:
    """Return `RETRACTION` or `CORRECTION` where the sentence (canonical characters) is such a notice, else None.

    An editor's note about somebody else who took something back is a correction of this account.
    """
    lower = sentence.lower()
    if not any(hint in lower for hint in _HINTS):
        return None
    match = _RETRACTED.search(sentence)
    if match and not _FUTURE.search(match.group()) and not _ASKED.search(sentence[: match.end()]):
        return FindingKind.RETRACTION
    if _LABELLED.match(sentence) or _LABELLED_CJK.match(sentence) or _CORRECTED.search(sentence):
        return FindingKind.CORRECTION
    match = _TAKEN_BACK.search(sentence)
    return FindingKind.RETRACTION if match and not _FUTURE.search(sentence[: match.end()]) else None


def about_all(sentence: str) -> bool:
    """Say whether the notice speaks of the article as a whole and not of one detail."""
    return bool(_WHOLE.search(sentence))
