"""How reports word who says what: the patterns that reading statements needs beside the lists in the flag files."""

# ruff: noqa: E501 - patterns are data: a line each
from __future__ import annotations

import re

PARTICIPLE = re.compile(
    r"\s*(?:,\s*)?(?:seen|dated|obtained|reviewed|written|sent|shared|published|leaked|which|who|whose|first reported|and|viewed|circulated)\b",
    re.IGNORECASE,
)
THAT = re.compile(r"\s*(?:that|dass|que|qu['\u2019])\s+", re.IGNORECASE)
PLACE_THAT = re.compile(
    r"\s*(?:(?:in|on|at|to|during|by|from|after|last|this|earlier|late|early|yesterday|today|again|the (?:same|next|previous|following|other))\b[^,.;:]{0,60}?|(?!that\b)[A-Z][^,.;:]{1,50}?|(?:reporters|staff|investors|employees|workers|journalists)"
    r"(?:\s(?:in|on|at|during)\s[^,.;:]{2,60}?)?)\s(?:that)\s+"
)
# "claimed, without offering evidence, that": the statement begins behind the aside.
ASIDE_THAT = re.compile(r"\s?,\s[^,.;:]{3,60},\sthat\s")
# "…, said the palaeontologist Runa Aldgard, who examined it": who stands behind the verb is the speaker.
SPEAKER_BEHIND = re.compile(
    r"\s(?:the\s)?(?:(?!\w+(?:s|ed)\b)[a-z][\w\-]+\s){0,4}(?:[A-Z\u00c0-\u00de][\w'\u2019\-]+[.]?\s?){1,4}(?:,\s(?:who|which|an?|the|of)\b|\.?$)"
)
# "reportedly told her cabinet that": that it was told is the hearsay.
HEARSAY = re.compile(r"(?:reportedly|allegedly|apparently|supposedly|purportedly)\s", re.IGNORECASE)
# "has told colleagues that he will go" is news from somebody else, where somebody else is named for it.
CONFIDED = re.compile(
    r"\s(?:his|her|its|their)?\s?(?:\w+\s)?(?:teammates|colleagues|friends|staff|aides|allies|advisers|ministers|directors|managers|confidants|family)\b"
)
# "the family says": the word before the verb is no adverb.
DETERMINED = re.compile(r"\b(?:the|an?|its|their|his|her|our|this|that|another|every)\s(?:[\w\-]+\s)?$", re.IGNORECASE)
ON_TERMS = re.compile(r".{0,40}\b(?:understanding|condition|promise)\sthat\s")
TOLD = re.compile(r"\b(?:told|tells)$", re.IGNORECASE)
TOLD_THAT = re.compile(r"\s(?:[\w'\u2019\-]+\s){1,5}?that\s|\s(?:[\w'\u2019\-]+\s?){1,4},\s[^,.;:]{3,60},\sthat\s")
TOLD_BARE = re.compile(
    r"\s(?!(?:of|how|about|why|when|where)\b)(?:[\w'\u2019\-]+\s){1,3}?(?:(?:on|in|at|last|this|late|early)\s(?:[\w'\u2019\-]+\s){1,3}?)?"
    r"(?<!\sin\s)(?<!\son\s)(?<!\sat\s)(?<!\sof\s)(?<!\sto\s)(?<!\sfrom\s)(?<!\snear\s)(?<!\sfor\s)(?=(?:the|an?|it|its|they|their|he|she|his|her|there|no)\s)"
)
NESTED_SAY = re.compile(r"\b(?:told|said|says|claimed|claims|insisted|insists|admitted|alleged|alleges)\b")
HEARD = re.compile(r"(?:as |so )?it (?:was|is|has been)(?: also)?", re.IGNORECASE)
SOMEBODY = re.compile(
    r"(?:so |as |or so |and |but )?(?:(?:the|an?|its|their|his|her|our|one|two|three|four|five|six|several|some|many|most|both|all|another|other|more|he|she|they|it|we|I"
    r"|people|someone|somebody|sources|friends|colleagues|senior|former|local|party|industry|company|government|military|state|rebel|police|security|diplomatic|western|club|court|union"
    r"|der|die|das|ein|eine|el|la|los|las|un|una|le|les|une|des)\b"
    r"|[A-Z\u00c0-\u00de]|(?:[\w\-]+\s){0,2}[\w\-]+s$"
    r"|[a-z][\w\-]+s\s(?:at|in|of|from|close|near|with|who|inside|on)\s|(?:[a-z][\w\-]+\s){1,4}[A-Z\u00c0-\u00de])"
)
GOES_ON = re.compile(
    r",\s+(?=(?:of|in|with|from|at|for|after|before|by|when|while|if|because|more|less|up|despite|is|are|was|were|has|have|had|will|would|can|could|may|might|but\s(?:is|are|was|were|has|have|had|will|would|did|does|can|could))\s)"
)
IN_DOCUMENT = re.compile(r"(?:in|from|on)\s(?=(?:an?|the|its|their|his|her|one|another)\s)", re.IGNORECASE)
RUMOURED = re.compile(
    r"(?:(?P<who>.{2,60}?)\s[\w\-]+\s(?:his|her|its|their)\s(?:allegation|accusation|assertion|claim|contention)s?"
    r"|.{0,120}?\b(?:chatter|rumou?rs?|speculation|gossip|talk|whispers|suggestions)(?:\s(?:has|have|had)\s[^,]{3,40}?)?|(?:an?\s)?(?:word|rumou?r|story|talk|gossip)\s[^,]{2,80}?\s(?:is|was|has it|had it))\sthat\s",
    re.IGNORECASE,
)
OWN_SUBJECT = re.compile(
    r"\s*((?:the\s(?:[a-z][\w\-]*\s){0,3})?[A-Z\u00c0-\u00de][\w&.\-]*\s(?:(?:[A-Z\u00c0-\u00de][\w&.\-]*|&|and|of)\s){0,4}|the\s[\w\-]+\s)(?=(?:has|have|had|is|are|was|were|will|can|could|would|now|[a-z]+s|[a-z]+ed)\b)"
)
WHEN_IT = re.compile(
    r"\s*(?:late |early )?(?:(?:on|in|at)\s[\w'\u2019\-]+|last|this|yesterday|today)(?:\s[\w'\u2019\-]+){0,4}?\s"
    r"(?<!\son\s)(?<!\sin\s)(?<!\sat\s)(?<!\sof\s)(?<!\sto\s)(?<!\sby\s)(?<!\sfrom\s)(?=(?:it|they|its|their|he|she|his|her|there)\s)",
    re.IGNORECASE,
)
ADJUNCT = re.compile(
    r"\s*(?:$|[,.;:!]|on\b|in\b|at\b|to\b|by\b|when\b|while\b|during\b|after\b|citing\b|reporters\b|early\b|late\b|last\b|yesterday\b|today\b|"
    r"late[rst]*\b|about\b|of\b|without\b|with\b|but\b|and\b|asking\b|adding\b|from\b|speaking\b|under\b|as\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)",
)
TO_HAVE = re.compile(r"\s*to\s+(have|be|[a-z]{3,})\s+", re.IGNORECASE)
FOR_HIS_PART = re.compile(r",\sfor\s(?:its|his|her|their)\spart,?$")
# Only who says so of what is: "claims to control the road", and not "promises to come".
CLAIMS_TO = re.compile(r"\b(?:claim|profess|purport)(?:s|ed)?$", re.IGNORECASE)
LEADING = re.compile(
    r"^(?:and|but|so|or so|yet|still|however|meanwhile|also|in addition|moreover|separately|earlier|later|then|now),?\s+",
    re.IGNORECASE,
)
SUBORDINATE = re.compile(
    r"^(?:if|when|while|although|though|because|since|after|before|until|as|whether|once|despite|in|on|at|by|for|during|with|from)\b(?!-)",
    re.IGNORECASE,
)
RELATIVE = re.compile(r"(?:,\s\w+\sof)?\s*\b(?:who|which|that|whose|where)\b.*$", re.IGNORECASE | re.DOTALL)
IMPERSONAL = re.compile(
    r"it(?:\sis|\swas|\shas\sbeen|['\u2019]s)\s(?:\w+\s){0,2}?(?:said|believed|thought|understood|whispered|rumou?red|alleged|reported|claimed|assumed|suspected|expected)"
    r"(?:\s[^,.;:]{1,90}?)?\sthat\s",
    re.IGNORECASE,
)
OWN_ACCOUNT = re.compile(
    r"(?:by|in|on|at|according to)\s(?:(?P<who>[^,]{2,60}?)['\u2019]s?|its|their|his|her)\sown\s(?:[\w\-]+\s?){1,3},\s+(?:(?P<later>(?:the\s)?[\w\-]+)['\u2019]s?\s)?",
    re.IGNORECASE,
)
# "Tellow, by its own account the largest grocer, opened a shop": it is the largest grocer.
BY_OWN_ASIDE = re.compile(
    r"(?P<who>[^,;:]{2,60}),\sby\s(?:its|his|her|their)\sown\s[\w\-]+\s(?=(?:the|an?|one of)\s)(?P<what>[^,;:]{5,120}),\s"
)
BY_OWN = re.compile(
    r"[,\s]+(?:by|on|in|at)\s(?:(?P<who>[^,]{2,60}?)['\u2019]s?|its|their|his|her)\sown\s(?:[\w\-]+\s)?"
    r"(?:accounts?|tests?|testing|figures?|counts?|measurements?|measure|reckoning|admission|estimates?|data|numbers|benchmarks?|standards?|calculations?|surveys?|analysis"
    r"|records|books|projections?|website|site|words|telling|trials?|stud(?:y|ies)|experiments?|laborator(?:y|ies)|labs?|polls?|runs?|sums)[.!\s]*$",
    re.IGNORECASE,
)
WHOSE_IT_IS = re.compile(r"((?:[Tt]he\s[\w\-]+|(?:[A-Z\u00c0-\u00de][\w&.\-]*\s?){1,4}))['\u2019]s?\s")
GIVEN_BY = re.compile(
    r",\s(?:an?|the)\s(?:[\w\-]+\s)?(?:toll|figure|number|count|claim|total|sum|estimate|score|tally|account|version|assertion|accusation|statistic)\s"
    r"(?:(?:that|which)\s(?:was|were)\s)?(?:given|supplied|provided|offered|put out|furnished|advanced|volunteered|put about|relayed|spread|cited|made)\sby\s"
    r"(?P<who>.{2,80}?)(?=\s(?:that|which|but|and|in|on|at)\s|[,;.!]|$)",
    re.IGNORECASE,
)
# What is said of the claim behind it, and no part of it: "…, a figure that no ratings agency has audited".
OF_THE_CLAIM = re.compile(
    r",\s(?:an?|the)\s(?:[\w\-]+\s)?(?:toll|figure|number|count|claim|total|estimate|tally|account|version|assertion|accusation|statistic|boast|allegation|charge|contention|suggestion|theory|attribution)\s"
    r"(?=(?:that|which|for which|whose|nobody|no one|denied|disputed|rejected|dismissed|repeated|echoed|the|it|its|his|her|their|[A-Z\u00c0-\u00de]))"
)
# "X put the number of dead at 140": the number is 140.
PUTS_AT = re.compile(
    r"\s(?:puts?|have put|has put|estimates?|estimated)\s(?P<what>(?:the|its|their|his|her)\s[^,;:]{3,90}?)\sat\s(?=[\w$€£])"
)
# "Turnout was put at 71 per cent by the party": it was 71 per cent.
WAS_PUT_AT = re.compile(
    r"(?P<what>[^,;:]{3,90}?)\s(?P<verb>is|was|are|were)\sput\sat\s(?P<sum>[^,;:]{2,60}?)\sby\s(?P<who>[^,;:.]{2,80})"
)
MANY = re.compile(r"(?:the|its|their|his|her)\s(?:[\w\-]+\s)*?[\w\-]+[^s\W]s(?:\s(?:of|in|from|on|for)\s.*)?$")
# "The video, which purports to show X, …": it shows X.
PURPORTS = re.compile(
    r"(?P<what>[^,;:]{3,70}?),?\s(?:which\s|that\s)?purport(?:s|ed|ing)?\sto\sshow\s(?=[^,;:]{8})", re.IGNORECASE
)
# "The start-up's assertion that STATEMENT has yet to be tested", "The army's version, in which STATEMENT, can not be checked".
ASSERTED = re.compile(
    r"(?P<who>[^,;:]{2,70}?)['\u2019]s?\s(?:own\s|latest\s)?(?:assertion|claim|contention|allegation|statement|boast|insistence|suggestion|account|version|announcement|accusation|story)s?"
    r"(?:,\sin\swhich\s|\sthat\s)"
)
# What of the doubt stands before its flag: "… has |yet to be tested", "…, is |impossible to verify".
BEFORE_DOUBT = re.compile(r"(?:,?\s(?:has|have|had|is|are|was|were|can|could|remains?|still|so far|as))+$")
# "Reports of a third explosion could not be confirmed": there was one.
REPORTS_OF = re.compile(
    r"(?:[\w\-]+\s){0,2}?(?:reports?|rumou?rs?|accounts?|allegations?)\s(?:(?:on|in|from)\s[^,;:]{3,40}?\s)?of\s",
    re.IGNORECASE,
)
ONE = re.compile(r"(?:an?|another|one|the)\s", re.IGNORECASE)
# "…, but her department declined to release the figures": what was said in answer.
DECLINED = re.compile(
    r",\s(?:but|and|though|although|while)\s[^,;:]{2,70}?\s(?:declined|refused|did not (?:respond|reply|return|answer)|has not commented|would not comment)\b[^;]*$"
)
SO_RUNS = re.compile(
    r"[:;,]\s(?:or\s|and\s)?so\s(?:runs|goes|went|ran)\sthe\s[\w ]{2,30}?\s(?:of|from|by)\s(?P<who>[^,;.]{2,60})",
    re.IGNORECASE,
)
DENYING = re.compile(
    r"(?P<who>.{2,80}?)\s(?:rejects|rejected|denies|denied|disputes|disputed|counters|countered|dismisses|dismissed)\s[^,;:]{1,60},\s"
    r"(?:saying|insisting|arguing|claiming|maintaining|asserting)\s(?:that\s)?",
    re.IGNORECASE,
)
# "Shares fell after the short seller Cairn Point alleged that STATEMENT".
AFTER_SAYING = re.compile(
    r"\s(?:after|when|because|since|as)\s(?P<who>[^,;:]{3,60}?)\s(?:alleged|claimed|reported|warned|announced|said)\s(?:that\s|(?=(?:its?|their|his|her)\s))"
)
IN_HIS_TELLING = re.compile(
    r"in\s(?P<who>(?:[\w.\-]+\s){0,5}[\w.\-]+?)['\u2019]s?\s(?:telling|version|account|recollection|reckoning)"
    r"(?:\sof\s(?:events|it|things|the\s\w+))?,\s",
    re.IGNORECASE,
)
POINTS_BACK = re.compile(
    r"(?:the|that|this|these|those|such)\s(?:sum|figure|number|finding|account|detail|information|claim|conclusion|plan|estimate|assessment|allegation|warning|timetable|date|price)s?\s"
    r"(?:appears?|is|are|was|were|comes?|came|stands?|emerges?|emerged|features?)\s(?:in|from|on|among|contained|set out|laid out|part of)\b"
    r"|(?:that|this|it)(?:,\s[^,]{3,30},)?\s(?:is|was)\s(?:also\s|at least\s|at any rate\s)?(?:the|one|an?)\s(?:finding|conclusion|view|claim|account|assessment|estimate|verdict|picture|reading|story|version|message)\b"
    r"|(?:that|this)\sis\sthe\s(?:gist|substance|thrust|upshot|essence|message|conclusion|tenor)\sof\b"
    r"|(?:[\w\-]+\s){1,8}?(?:described|confirmed|recounted)\s(?:the|this|that)\s(?:exchange|meeting|conversation|talks|episode|incident|scene|discussions?)\b"
    r"|we\s(?:have|know|learned|heard)\s(?:that|this|it|so much)\s(?:from|through)\b"
    r"|(?:both|all|all three|neither|he|she|they|the (?:two|three|four|source|sources|official|officials|person|people|employees?|executives?))\s(?:of them\s)?"
    r"(?:requested|requests|asked for|asked not|insisted on|spoke on|spoke under|declined to be|wanted|did not want|were not authori[sz]ed|was not authori[sz]ed)\b"
    r"|(?:the|this|its)\s(?:\w+\s)?(?:document|memo|letter|e-?mail|report|note|recording|draft|message|file|slide|presentation|transcript)s?\s(?:was|were|has been|have been)\s"
    r"(?:described|shown|read out|passed|provided|leaked|given|handed|forwarded|made available)\sto\b"
    r"|(?:[\w\-]+\s){1,3}(?:described|confirmed|shared|provided|leaked|read out|passed on)\s(?:the|its|their)\s(?:note|memo|memorandum|e-?mail|letter|document|plan|report|draft|message|contents|recording|minutes)s?\b",
    re.IGNORECASE,
)
AMOUNT = re.compile(
    r"(?:an?|some|nearly|almost|over|about|more than|up to|\d[\d.,]*)\s(?:(?!(?:is|are|was|were|has|have|had|will|would|can|could|may|did|does|that|which|who)\b|[\w\-]+ed\b)[\w%'\u2019\-.]+\s?){1,8}[.\s]*",
    re.IGNORECASE,
)
NAME_AGAIN = re.compile(r"(?:[A-Z\u00c0-\u00de][\w.'\u2019\-]*\s?){2,4},")
ACTOR = re.compile(
    r"((?:(?:the|an?|its|two|three|several|some)\s)?(?:[\w'\u2019\-]+\s){0,8}?[\w'\u2019\-]+?)\s(?:has|have|had|is|are|was|were|[a-z]{2,}ed|put|took|went|gave|made|wrote|sued|came|told|sent)\b",
    re.IGNORECASE,
)
DENIES = re.compile(r"\bden(?:y|ies|ied)\b", re.IGNORECASE)
CLAIMING = re.compile(
    r",\s(?:claiming|alleging|boasting|asserting|insisting|maintaining)\s(?:that\s)?(?!to\b)", re.IGNORECASE
)
COMES_FROM = re.compile(
    r"^so\s(?:says?|said|claims?|claimed|insists?|runs|reports?)\s(?P<sayer>[^,;.]{2,80}?)(?=\s(?:who|which|that)\s|[,;.]|$)|"
    r"\b(?:com(?:es?|ing)|came|stem(?:s|med)|originat(?:es|ed)|deriv(?:es|ed))\s(?:only\s|solely\s)?from\s(?P<who>.{2,60}?)(?:\s(?:itself|themselves|himself|herself)|['\u2019]s?\sown)\b"
    r"|\b(?:version|account|story|line|reading)\s(?:that\s|which\s)?(?P<teller>.{2,60}?)\s(?:gives?|gave|tells?|told|offers?|offered|puts? out)\b"
    r"|^the\s(?:\w+\s)?(?:tip|rumou?r|leak|information|story|claim|news|account|accusation|allegation|figure|estimate|warning|report|detail|spec|version|count|number|assertion|word)s?\s(?:comes?|came|stems?|originates?|originated)\sfrom\s(?P<tipster>.{2,60}?)(?=\s(?:who|which|that|itself|themselves|himself|herself)\b|[,;.])",
    re.IGNORECASE,
)
NOBODY = re.compile(
    rf"{SUBORDINATE.pattern}|(?:which|who|that|whose|to|nobody|none|no|and|but|[\w-]+ times)\b", re.IGNORECASE
)
AUXILIARY = re.compile(
    r"\b(?:can|cannot|be|been|could|has|have|had|is|are|was|were|will|would|may|might|not)\b", re.IGNORECASE
)
# What belongs to the verb, not to who stands before it: "Boko Haram has in the past", "the newspaper also".
VERB_BEGINS = re.compile(
    r"\s(?:(?:has|have|had|did|does|do|is|are|was|were|also|recently|yesterday|today)(?:\s(?:not|also|in the past|since|long|now|then|later|even|\w+ly))*"
    r"|(?:appear|seem)(?:s|ed)?\sto|(?:(?:reject|den[iy]|disput|dismiss)\w*|released|posted|published|issued|showed|circulated|produced)\s.*\band)$",
    re.IGNORECASE,
)
# A clause where a speaker should stand: "Wednesday's denial comes a day after Lebanese authorities".
NO_SPEAKER = re.compile(
    rf"^(?:(?:already|also|now|since|then)$|(?:it|he|she|they|we|you|there|I)\s\w|(?:to|or|and|of|because|probably|had|has|made|show|given)\b|\w+ing$|[a-z]+(?:ing|ed)\s(?:a|an|the|in|over|on|by|up|down|to|for|with|at)\b)"
    rf"|{AUXILIARY.pattern}|\d\s?(?:%|per ?cent\b)|\b(?:did|does|do|appears?|appeared|seems?|seemed|comes?|came|shows|showed|sought|bristled)\b"
    r"|\b(?:and|or|but|the|of|to|in|on|at|with|from|amid|after|they|he|she|we|what|who|that|because|whose)$",
    re.IGNORECASE,
)
# What a sentence does not end with, unless a flag was cut off there.
_CUT_OFF = r"has|have|had|is|are|was|were|will|would|could|can|did|does|do|to|not|yet"
# What is left of a sentence when its flag is taken away, and states nothing: "With the masts down and the road mined",
# "And treat the patients", "When offered the chance".
REMAINDER = re.compile(
    r"^(?:with|without|despite|amid|given|because of|when|although|though|while|because|if|since)\s[^,]*$"
    r"|^(?:(?:and|but|or)\s)?(?:is|isn['\u2019]t|was|wasn['\u2019]t|are|were|has|had|have|said|says|spoke|did|does|treat|passed|refused|declined|adding)\s"
    rf"|\b(?:{_CUT_OFF})\.$",
    re.IGNORECASE,
)
# "…, or so its owner claims."
OR_SO = re.compile(
    r",?\s(?:or\s)?so\s(?P<who>(?!(?:far|that|much|many|long)\b)[^,;:]{2,60}?)"
    r"\s(?:said|(?:claim|say|insist|boast|believe|whisper|maintain)(?:s|ed)?)\s*[.]?$"
)
# What a document does, and nobody who comes after it: "The slides, seen by the Courier, show a phone".
SHOWING = re.compile(
    r"(?:also\s|has\s|have\s)?(?:show|suggest|indicat|reveal|hold|f[io]u?nd|read|list|describ|nam)", re.IGNORECASE
)
# "A senior official, speaking on condition of anonymity, recalls …", "Three diplomats, none willing to be named, describe …"
NAMELESS = re.compile(
    r"(?P<who>[^,;:]{3,120}),\s(?:speaking|talking|asking|insisting|none|neither|all of whom|both of whom|who|on condition)\b"
    r"[^,;:]{0,80}\b(?:anonym\w+|named|identified|quoted|attributed|publicly)\b[^,;:]{0,90},\s(?=[a-z])"
)
DANGLING = re.compile(rf",\s(?:but|and|although|though|while)\s[^,]*\b(?:that|{_CUT_OFF})\.$", re.IGNORECASE)
# "It is unclear whether the letter is real" speaks of what the letter says.
IS_TRUE = re.compile(
    r"\b(?:really|actually)\b|\b(?:is|are|was|were|be|has|have)\s(?:indeed\s|even\s)?(?:real|genuine|authentic|true|accurate|right|correct|reliable|so|happened|the case|taken place)\b",
    re.IGNORECASE,
)
SEEN = re.compile(
    r"[\s,]+(?:(?:seen|obtained|reviewed|viewed|leaked|written|sent|shared|published|posted|circulated|shown|first reported|interviewed|reached|contacted|quoted|cited|posted|filed)\s(?:by|to|on|in|with|among|from)"
    r"|dated|that|which)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
# "A group calling itself Grey Lantern posted what it": who posted.
WHAT_THEY = re.compile(r"\s[a-z]+ed\s(?:on\s[^,]{2,30}\s)?what\s(?:it|they|he|she)$")
OWN_WORK = re.compile(
    r"['\u2019]s?\sown\s(?:figures|numbers|data|tests?|estimates?|count|measurements|account|records)$"
)
OFFICE_AND_NAME = re.compile(
    r"[\w'\u2019\- ]+\s[a-z][\w\-]*,\s(?P<name>[A-Z\u00c0-\u00de][\w.'\u2019\-]*(?:\s[A-Z\u00c0-\u00de][\w.'\u2019\-]*){1,3})(?:,|$)"
)
ROLE = re.compile(
    r"^(?:The|the|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\s(?:(?!(?:of|in|at|on|for|from|around|behind|inside|with|by)\s)[a-z][\w\-]*\s){1,3}(?=[A-Z\u00c0-\u00de][\w&.'\u2019\- ]*$)"
)
INNER_NAME = re.compile(
    r"(?<![.!?\u201c\"] )(?<!^)\b[A-Z\u00c0-\u00de][\w&\-]*(?:[ ][A-Z\u00c0-\u00de][\w&\-]*){0,3}", re.MULTILINE
)
FIRST_NAME = re.compile(r"[A-Z\u00c0-\u00de][\w&\-]*(?: [A-Z\u00c0-\u00de][\w&\-]*){0,3}")
GENERIC = re.compile(
    r"^(?:the|a|an|its|their|his|her) (?:company|firm|start-?up|maker|manufacturer|lab|group|developer)$", re.IGNORECASE
)
OF_A_PARTY = re.compile(
    r"(?:its|their)\s((?:co-)?founders?|chief executive|chairman|chairwoman|boss|owners?|makers?|lawyers?|director|president|spokes\w+|engineers|designer)$"
)
# Who was told of before: "two people familiar with the talks", and then "the people".
AGAIN = re.compile(
    r"the\s(?:two\s|three\s|four\s|same\s)?(people|person|sources?|officials?|employees?|executives?|diplomats?|insiders?|aides?|lawyers?|documents?|engineers?|scientists?|researchers?|workers?|nurses?|doctors?)",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"^(?:it|he|she|they|this|that|we|i)$", re.IGNORECASE)
NO_NAME = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "By",
        "It",
        "Its",
        "He",
        "She",
        "They",
        "But",
        "And",
        "If",
        "When",
        "While",
        "Although",
        "There",
        "This",
        "That",
        "These",
        "Those",
        "According",
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Only",
        "Until",
        "No",
        "Not",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "People",
        "Sources",
        "Neither",
        "None",
        "Nobody",
        "Both",
        "However",
        "Meanwhile",
        "Moreover",
        "Still",
        "Yet",
        "So",
        "Then",
        "Now",
        "Also",
        "Later",
        "Earlier",
        "Instead",
        "Perhaps",
        "Indeed",
        "Even",
        "As",
        "For",
        "With",
        "After",
        "Before",
        "Since",
        "Because",
        "Though",
        "Officials",
        "Police",
        "Here",
        "Seven",
        "Eight",
        "Nine",
        "Ten",
        "Eleven",
        "Twelve",
        "Half",
        "Dozens",
        "Hundreds",
        "Thousands",
        "Some",
        "Many",
        "Most",
        "Few",
        "Several",
        "All",
        "Each",
        "Every",
        "Another",
        "Other",
        "Others",
        "Our",
        "Your",
        "My",
        "His",
        "Her",
        "Their",
        "We",
        "You",
        "I",
        "What",
        "Who",
        "How",
        "Why",
        "Where",
        "Whether",
    ]
)
DETERMINER = re.compile(r"^(?:the|a|an|this|that|its|their) ", re.IGNORECASE)
PRIVATE = re.compile(r"\b(?:internal|confidential|company|staff)\b")
COMPANY = re.compile(
    r"\b(?:Labs?|Inc|Corp|Group|Systems|Computing|Pharma|Foods|Motors|Air|Bank|Holdings|Technologies|AI|Cloud|Energy|Steel|Ltd|GmbH|AG|SA)\b"
)
ACTS = (
    "said|says|declined|announced|announces|plans|told|unveiled|released|has (?:completed|developed|built|said|announced|given|not|told|finished|begun)|did not|"
    "chief|spokes\\w+|founder|shares|employees|product manager|executives?|engineers|wants|hopes|expects|claims|researchers|lab|makes|launched|developed"
)
ARTICLE = re.compile(
    r"^(?:a|an|the|its|their|his|her|der|die|das|ein|eine|einem|el|la|un|una|le|les|une)\s+", re.IGNORECASE
)
NAME_END = re.compile(
    r"[A-Z\u00c0-\u00de][\w&.'\u2019\-]{0,30}(?:\s(?:of |for |de |the |& )?[A-Z\u00c0-\u00de][\w&.'\u2019\-]{0,30}){0,4}$"
)
LEADING_NAME = re.compile(
    r"(?:^|[.,;]\s*)((?:The\s)?[A-Z\u00c0-\u00de][\w&.'\u2019\-]*(?:\s[A-Z\u00c0-\u00de][\w&.'\u2019\-]*){0,3}) (?:first |has |had )?(?:reported|reports|wrote)\b"
)
VERB_END = re.compile(
    r"\s(?:told|tell|said|say|says|who|that|put|at|to|in|on|and|wrote|claim\w*|confirmed|described)(?:\s\w+)?$"
)
BY = re.compile(r"\b(?:by|from)\s((?:the|its|a)\s[\w'\u2019 \-]{3,40})$")
NO_OUTLET = frozenset(
    [
        "It",
        "He",
        "She",
        "They",
        "This",
        "That",
        "The",
        "We",
        "I",
        "You",
        "Who",
        "A",
        "An",
        "In",
        "On",
        "At",
        "But",
        "And",
    ]
)
CALENDAR = re.compile(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|^(?:January|February|March|April|May|June|July|August|September|October|November|December)$"
)
CLAUSE_BORDER = re.compile(r"(?<!\d),|,(?!\d)|[;\uff0c\uff1b\u3001]|\s[\u2013\u2014-]\s|\u2014|:\s")
CLAUSE_JOINT = re.compile(
    r"\s(?=(?:and|but|although|though|while|nor|yet|aber|doch|und|pero|aunque|y|mais|bien que|et)\s)"
)
DATELINE = re.compile(
    r"(?:[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de.'\-]+[ ,/]+){1,4}(?:[A-Z][a-z]+\.? \d{1,2} ?,? ?)?(?:\([^()]{2,40}\) ?)?[-\u2013\u2014]{1,2} ?|"
    r"\([^()]{2,40}\) ?[-\u2013\u2014]{1,2} ?"
)
REASON = re.compile(
    r"(?:(?:only|and|but|so)\s)?(?:because|since|as|until|unless|if|without|given|once|when|where|why|how|what|who|weil|da|solange|bis|porque|hasta|parce que|tant que)\b",
    re.IGNORECASE,
)
TRAILING_LINK = re.compile(
    r"[\s,;]+(?:and|but|although|though|while|which|as|so|since|because|y|und|et|aber|pero|mais)$", re.IGNORECASE
)
WHICH = re.compile(r"(?:which|who|whose|itself|still|as yet|so far)\b", re.IGNORECASE)
OF_HIS = re.compile(r"(?:(?:and|but|though|although)\s)?(?:his|her|its|their)\s", re.IGNORECASE)
BARE_PRONOUN = re.compile(r"(?:it|this|that|they)\b", re.IGNORECASE)
DESCRIBED = re.compile(r"\s(?!(?:by|until|and|at|on|in|to|as|because|but|for|since|when|is|are|was|were)\b)\w")
NOT_SAYING = re.compile(
    r"(?:\b(?:is|are|was|were|be|been|being|wird|wurde|est|es)\s(?:\w+ly\s)?|\b(?:the|a|an|this|that|its|his|her|their|no|any|every|of)\s|['\u2019]s\s|\bwho\shad\s)$",
    re.IGNORECASE,
)
SUMS_ASKED = re.compile(
    r"\b(?:insurance|insurers?|damages?|asylum|benefits?|expenses|compensation|warranty|storm|paid)\b", re.IGNORECASE
)
NOBODY_NAMED = re.compile("(?:\u62a5\u9053|\u62a5|\u6089|\u4e86\u89e3)$")  # "it is reported"
PERSON = re.compile(
    r"\b(?:leaker|tipster|blogger|founder|chief|spokes\w+|head|director|minister|president|official|officer|executive|insider|employee|engineer|analyst|lawyer|doctor|professor|governor|mayor|general|commander|chair\w*|user|hacker|poster|seller|buyer|resident|whistle-?blower|aide|diplomat|lawyer|researcher|scientist|worker|owner|manager|boss|landlord)s?\b",
    re.IGNORECASE,
)
NAMED_RESULT = re.compile(
    r"an?\s(?:\w+\s)?(?:claim|figure|number|statement|assertion|result|forecast|estimate|allegation|feat|record|score|finding|promise|total|toll|link|boast|charge|view|theory|account|version|conclusion|belief|accusation|suggestion|something)\b|something\b",
    re.IGNORECASE,
)
