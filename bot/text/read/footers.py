"""How the foot of a page begins, and how disclaimers do, in the languages that flags are kept for."""

# ruff: noqa: E501, RUF001 - patterns are data: a line each
from __future__ import annotations

import re

FOOT_HEADING = re.compile(
    r"^(?:see also|related\b.*|more (?:news|stories|from|on|like)\b.*|read (?:more|next|also)\b.*|further reading|"
    r"you (?:may|might) also like.*|recommended\b.*|latest (?:news|stories)|(?:most|top) (?:read|stories|popular).*|trending.*|"
    r"(?:risk )?disclaimer.*|disclosures?|legal notice|terms(?: of use)?|copyright.*|about (?:us|the author).*|"
    r"share(?: this)?.*|tags?|topics?|comments?|newsletter|subscribe\b.*|sources? and links|links?|references|"
    r"verwandte\b.*|mehr zum thema.*|ähnliche\b.*|haftungsausschluss|hinweis|impressum|"
    r"noticias relacionadas|relacionad[oa]s|más noticias|aviso legal|descargo.*|"
    r"articles? (?:liés|connexes|associés)|à lire aussi|sur le même (?:sujet|thème)|avertissement|mentions légales|"
    r"相关(?:新闻|阅读|文章|资讯|推荐).*|延伸阅读|推荐阅读|免责声明|风险提示|版权声明)\s*[:：]?$",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"^(?:(?:the )?(?:copyright|content|information|views|opinions|above|this (?:article|page|content|information|material))\b.{0,160}?"
    r"(?:belongs? to|does not (?:constitute|represent)|do not (?:constitute|represent|reflect)|is (?:for|provided for)|are (?:those|solely)|"
    r"for reference only|not (?:be )?(?:construed|considered|investment|financial|legal)|may not be (?:reproduced|copied))|"
    r"disclaimer\b|risk (?:warning|disclosure)|©|copyright\b|all rights reserved|haftungsausschluss|免责声明|风险提示|以上内容|本文(?:仅|不构成)|"
    r"(?:die|diese|dieser) (?:inhalte?|informationen|artikel)\b.{0,100}?(?:keine|dient)|"
    r"(?:este|esta) (?:artículo|contenido|información)\b.{0,100}?no constituye|ce (?:contenu|document)\b.{0,100}?ne constitue)",
    re.IGNORECASE,
)
