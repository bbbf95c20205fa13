"""Notices by which a source corrects itself or takes something back, recognised as such.

Only a passage that speaks of *this* article (or its figures, its headline) is a notice; a report about somebody else's
correction is news, not a notice.
"""

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
_RETRACTED = re.compile(
    rf"{_THIS}\s+(?:has|have|had|was|were|is)\s+(?:now |since |been )*(?:retracted|withdrawn|taken down|unpublished"
    rf"|removed|pulled)\b"
    rf"|\b(?:we|the (?:editors?|authors?|newspaper|publisher|journal|outlet|site|firm|company|lab"
    rf"|maker))\b[^.]{{0,40}}\b(?:have |has |had )?(?:now |since )?(?:retract(?:ed|s|ing)?|withdr(?:aw|awn|ew|aws)"
    rf"|tak(?:en|ing|es) back|took back)\b"
    r"|\bno longer stands? by\b|\bretraction(?: notice)?\b\s*[:\-]|^retracted\b|\bretracted article\b"
    r"|\b[A-Z]\w+(?: [A-Z]\w+)?(?: has| have)? (?:retracted|withdrew|withdrawn|took back|taken back) (?:its|the|his"
    r"|her|their|this)\b"
    r"|(?:artikel|text|beitrag|meldung|studie) (?:wurde|haben wir) (?:zurückgezogen|zurückgenommen)|ziehen wir zurück"
    r"|zog .{0,40} zurück"
    r"|(?:artículo|nota|noticia|estudio) (?:ha sido|fue) (?:retractad|retirad)[oa]|se retracta"
    r"|(?:article|étude|texte) a été (?:rétracté|retiré)e?|retirons cet article"
    r"|(?:本文|该文|该报道|论文).{0,8}(?:撤回|撤稿|撤下)",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:not|never|n't|will|would|could|may|might|should|if|refus\w+|demand\w*|call\w* (?:for|on)|ask\w*|urg\w+)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"{_THIS}\s+(?:has|have|was|were|is)\s+(?:now |since |been )*(?:retracted|withdrawn|taken down|unpublished"
    rf"|removed|pulled)"
    r"|no longer stands? by (?:this|the|our)|contain(?:s|ed) (?:several |serious |significant |factual "
    r"|material )*(?:errors|inaccuracies)"
    r"|correct(?:s|ed)? (?:several|multiple|the|a number of|some) (?:errors|figures|numbers|claims|facts"
    r"|inaccuracies)|^retracted\b|retracted article"
    r"|wurde zurückgezogen|ha sido retirad|a été retiré|本文.{0,8}(?:撤回|撤稿|撤下)",
    re.IGNORECASE,
)


def notice_kind(sentence: str) -> FindingKind | None:
    """Return `RETRACTION` or `CORRECTION` where the sentence (canonical characters) is such a notice, else None."""
    match = _RETRACTED.search(sentence)
    if match and not _FUTURE.search(match.group()):
        return FindingKind.RETRACTION
    if _LABELLED.match(sentence) or _LABELLED_CJK.match(sentence) or _CORRECTED.search(sentence):
        return FindingKind.CORRECTION
    return None


def about_all(sentence: str) -> bool:
    """Say whether the notice speaks of the article as a whole and not of one detail."""
    return bool(_WHOLE.search(sentence))
