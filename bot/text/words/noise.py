"""Lines that say nothing: clocks, counters, bylines, advertisements, cookie notices, links to other articles.

A line is noise when all its words are of that sort ("3 min read", "1,204 views"), or when it opens like a call to
act ("Sign up for our newsletter"). Only short lines are looked at; a line that reads like prose is never noise
unless it opens so.
"""

# ruff: noqa: RUF001, SIM905  blocks of words; full-width and look-alike characters are what is meant here

from __future__ import annotations

import re

_LONGEST = 260  # characters; longer lines are prose
_PROSE_WORDS = 9
_PROSE_CJK = 18
_ENDS = tuple(".!?。！？:：…")

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

_WORDS = frozenset(
    # clocks and dates
    "updated update published publish posted modified last first on at am pm a m p gmt utc cet cest est edt pst"
    " pdt bst ist"
    " st nd rd th of jan january feb february mar march apr april may jun june jul july aug august sep sept september"
    " oct october nov november dec december mon monday tue tuesday wed wednesday thu thursday fri friday sat saturday"
    " sun sunday today yesterday ago just now sec secs second seconds min mins minute minutes hour hours hr hrs day"
    " days week weeks month months year years time date"
    # counters
    " view views read reads reader readers share shares shared like likes comment comments reply replies reaction"
    " reactions follower followers subscriber subscribers people person reading watching this article page story"
    " have been listen listening viewed times total k save saved saves vote votes upvote upvotes rating stars claps"
    # buttons
    " print email copy link facebook twitter x whatsapp linkedin reddit telegram bluesky mastodon bookmark follow"
    " subscribe menu search login log in sign up out close open next previous prev back top home skip to main content"
    " the more less show hide all and or by advertisement advert ad ads sponsored promoted loading play pause mute"
    " video audio photo photos image gallery caption credit source getty file handout via live breaking new"
    # German
    " aktualisiert veröffentlicht zuletzt geändert stand uhr am um vor sekunden minuten minute stunde stunden tag tagen"
    " tage woche wochen januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag"
    " samstag sonntag heute gestern lesezeit aufrufe kommentare kommentar teilen gefällt mal gelesen drucken anzeige"
    " werbung merken anmelden abonnieren leser lesen diesen artikel gerade von der die das zum zur"
    # Spanish
    " actualizado publicado hace segundos minutos hora horas día días semana semanas enero febrero marzo abril mayo"
    " junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes sábado"
    " domingo hoy"
    " ayer lectura vistas visitas comentarios compartir guardar imprimir publicidad anuncio suscríbete de el la las los"
    " a h min"
    # French
    " mis à jour publié le il y a secondes heure heures jours semaine semaines janvier février mars avril juin"
    " juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche"
    " hier vues commentaires commentaire partager partages imprimer publicité annonce abonnez vous lecture"
    " temps".split()
)

# These are lower case and meet lower-case lines: ignoring case costs several times as much.
_CALLS = re.compile(  # never content, even as a whole sentence
    r"(?:advertisement|sponsored content|story continues|article continues|continue reading|click here|tap here"
    r"|download (?:our|the) app"
    r"|get (?:the|our) (?:latest|app|newsletter)|sign up|subscribe|join (?:our|the) (?:newsletter|mailing|channel"
    r"|whatsapp|telegram)"
    r"|follow us\b|share this|support our|already a subscriber|you have \d+ (?:free )?articles?"
    r"|this (?:web)?site uses cookies"
    r"|we (?:and our partners )?use cookies|cookies? (?:policy|settings|preferences|notice)|by continuing to"
    r"|accept (?:all )?cookies|your privacy"
    r"|manage (?:your )?(?:cookies|preferences)|\(c\)|©|copyright ©?\s?\d|all rights reserved|enable javascript"
    r"|terms of (?:use|service)|privacy policy"
    r"|(?:reporting|writing|editing|additional reporting|written|edited|photo(?:graph)?s?|video|graphics?"
    r"|illustration|image) by\b"
    r"|our standards:|filed under|\d[\d.,]*[km]? (?:people|readers|others|users)\b.{0,30}\b(?:reading|viewing"
    r"|watching|online|here now)"
    r"|(?:read (?:more|next|also)|also read|see also|related|more (?:on|from) [^.]{0,40}|watch|listen|don'?t miss"
    r"|recommended|trending|most read):"
    r"|lesen sie auch|mehr zum thema|newsletter abonnieren|jetzt abonnieren|diese (?:web)?seite (?:verwendet"
    r"|nutzt) cookies"
    r"|wir (?:verwenden|nutzen) cookies|alle rechte vorbehalten|folgen sie uns"
    r"|te puede interesar|suscríbe?te|síguenos|(?:utilizamos|usamos) cookies|este sitio (?:web )?utiliza cookies"
    r"|todos los derechos reservados"
    r"|sur le même sujet|abonnez-vous|suivez-nous|nous utilisons des cookies|ce site utilise des cookies"
    r"|tous droits réservés"
    r"|相关(?:阅读|新闻|文章|推荐)|推荐阅读|延伸阅读|更多(?:新闻|阅读|内容)|热门(?:文章|新闻)|版权所有|责任编辑|扫码|关注我们|分享(?:到|至)|本网站使用\s?cookie)",
)
_LINKS = re.compile(  # no content where the line is no sentence
    r"(?:sponsored|promoted|read (?:more|next|also)\b|also read|see also|related\b|more (?:on|from|in|about)\b"
    r"|most (?:read|popular|viewed)"
    r"|trending|recommended|you (?:may|might) also|don'?t miss|editor'?s picks?|newsletter|follow our"
    r"|(?:photo(?:graph)?|image|picture|credit)s?:|tags?:|topics?:|in this (?:article|story):?$|weather:|traffic:"
    r"|markets?:|stocks?:"
    r"|anzeige\b|lesen sie|mehr (?:zum|dazu|aus|zu)\b|das könnte sie|meistgelesen|foto:|bild:"
    r"|le[ae] también|más (?:sobre|en|noticias)|lo más (?:leído|visto)|foto de"
    r"|lire aussi|à lire|voir aussi|plus (?:sur|d['e])|les plus lus|crédit photo|photo :"
    r"|广告|编辑[::]|记者[::]|点击)",
)
_HEADINGS = re.compile(
    r"(?:related(?: (?:articles?|stories|links?|topics?|coverage|news|reading|posts?))?|more (?:on this|stories|news"
    r"|coverage|like this|from .{1,40})"
    r"|most (?:read|popular|viewed)|trending(?: now)?|recommended(?: for you)?|you (?:may|might) also (?:like"
    r"|be interested in)|read (?:more|next|also)|see also"
    r"|latest(?: (?:news|headlines|stories))?|top stories|editor'?s picks?|don'?t miss|in other news|around the web"
    r"|from our partners"
    r"|mehr zum thema|meistgelesen|das könnte sie auch interessieren|weitere (?:artikel|meldungen)|más noticias"
    r"|noticias relacionadas|lo más leído"
    r"|sur le même sujet|à lire aussi|lire aussi|les plus lus|articles liés"
    r"|相关(?:阅读|新闻|文章|推荐)|推荐阅读|延伸阅读|热门(?:文章|新闻))\s*:?",
)
_BYLINE = re.compile(
    r"(?:by|von|por|par|text:|author:|autor:|auteur :)\s+[^\W\d_][\w.'-]*(?:[ ,]+(?:and|und|y|et|in|for"
    r"|[^\W\d_][\w.'-]*)){0,8}",
    re.IGNORECASE,
)
_TICKER = re.compile(r"\(?[A-Z]{1,6}(?:[.:][A-Z]{1,5})?\)?:?\s*[$€£]?\d[\d.,]*\s*\(?[-+▲▼↑↓]?\s*[\d.,]*\s?%?\)?")
_WEATHER = re.compile(r"[^\W\d_][\w ,'-]{0,30}[:,]?\s*-?\d{1,2}\s?°\s?[CF]?.{0,40}")
_NOTICE = re.compile(
    r"correct|clarif|retract|editor'?s? note|amended|earlier version|korrektur|korrigiert|rectific|corrig"
    r"|更正|撤回|勘误",
)

_AGO = re.compile(
    r"\(?(?:(?:last )?(?:updated|published|posted|modified)\b:?\s*)?(?:about |over |just )?\b(?:\d+|an?|one|two|three"
    r"|few|a few)\s*"
    r"(?:s|m|h|d|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?)\s+ago\b\)?",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"(?:(?<=[.!?|)\]] )|^|\()(?:last )?(?:updated|published|posted|modified|aktualisiert|zuletzt aktualisiert|stand"
    r"|actualizado|publicado|mis à jour|publié)"
    r"(?: on| at| am| el| le|:)*\s[^.!?|()]{0,12}\d[^!?|()]{0,40}?(?:[.!?|)]|$)(?!\d)",
    re.IGNORECASE | re.MULTILINE,
)
_DIGIT = re.compile(r"\d")
_STAMP_WORDS = (
    "pdated",
    "ublished",
    "osted",
    "odified",
    "ktualisiert",
    "tand",
    "tualizado",
    "ublicado",
    "is à jour",
    "ublié",
)


def strip_clocks(line: str) -> str:
    """Take "3 minutes ago" and "Updated at 10:32 GMT." out of a line and keep the rest."""
    if "ago" in line:
        line = _AGO.sub("", line)
    for word in _STAMP_WORDS:
        if word in line:
            return _STAMP.sub("", line)
    return line


def is_noise(line: str) -> bool:
    """Say whether a line (canonical characters, stripped) says nothing. An empty line is noise."""
    if len(line) > _LONGEST:
        return False
    line = line.strip("()[]*_ ")
    lower = line.lower()
    if is_prose(line):
        return bool(_CALLS.match(lower)) and not _NOTICE.search(lower)
    if all(_says_nothing(token) for token in _TOKEN.finditer(lower)):
        return True
    noise = any(p.match(lower) for p in (_CALLS, _LINKS)) or any(
        p.fullmatch(line) for p in (_BYLINE, _TICKER, _WEATHER)
    )
    return noise and not _NOTICE.search(lower)


def _says_nothing(token: re.Match[str]) -> bool:
    word = token.group()
    return word in _WORDS or word.isdigit()


def opens_links(line: str) -> bool:
    """Say whether the line is the heading of a list of links to other articles."""
    return len(line) < 60 and bool(_HEADINGS.fullmatch(line.lower()))  # noqa: PLR2004  a heading is short


def is_prose(line: str) -> bool:
    """Say whether the line reads like a sentence or more, and not like a heading or a link."""
    if not line.rstrip("\"')]» ”’").endswith(_ENDS):
        return False
    return line.count(" ") + 1 >= _PROSE_WORDS or len(_CJK.findall(line)) >= _PROSE_CJK
