"""Words that carry no topic, words that turn a statement around, and words that measure it.

English first, then the commonest of German, Spanish, French and Chinese. Classes hold words that may stand for each
other in a paraphrase; a change of class changes what is said.
"""

# ruff: noqa: SIM905  a block of words is easier to read and to add to than a list of strings

from __future__ import annotations

STOPWORDS = frozenset(
    "a an the and or but if then than that this these those it its it's he she they them their his her our we"
    " you your i"
    " of in on at by for from with to into onto over under about as is are was were be been being am do does"
    " did done has"
    " have had having will would shall should can could may might must not no nor so too very also just only"
    " own same such"
    " which who whom whose what when where why how there here all any each both more most other some out up"
    " down off again"
    " further once between through during before after above below while because until against s t re ve ll d m"
    " say says"
    " said according new now one us via per"
    # German
    " der die das den dem des ein eine einer eines einem einen und oder aber wenn dass daß dies diese dieser"
    " dieses es er"
    " sie wir ihr ihre sein seine ist sind war waren wird werden wurde wurden hat haben hatte im in am an auf"
    " aus bei mit"
    " nach von vor zu zum zur für über unter durch gegen ohne um als wie auch noch nur schon sich nicht kein keine laut"
    " sagte sagt habe sei seien"
    # Spanish
    " el la los las un una unos unas y o u pero si que este esta estos estas ese esa esos esas ello él ella ellos ellas"
    " su sus nuestro es son era eran ser fue fueron ha han había de del en al a por para con sin sobre entre"
    " hasta desde"
    " como más menos muy también ya no ni se lo le les según dijo dice"
    # French
    " le la les l un une des du de d et ou mais si que qu ce cet cette ces il elle ils elles on nous vous leur"
    " leurs son sa"
    " ses est sont était étaient être été a ont avait au aux en dans par pour avec sans sur sous entre vers"
    " chez comme plus"
    " moins très aussi déjà ne pas se s selon dit".split()
)

WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag"
    " samstag sonntag".split()
)
TIMES_NAMED = frozenset("easter christmas whitsun ramadan diwali spring summer autumn winter".split())
CAPITALISED_ANYWAY = WEEKDAYS | frozenset("i ai mr mrs ms dr prof sir internet inc ltd corp gmbh co".split())

NEGATIONS = frozenset(
    "not no never none neither nor nobody nothing without cannot can't won't doesn't don't didn't isn't aren't wasn't"
    " weren't hasn't haven't hadn't couldn't wouldn't shouldn't fail fails failed failing false falsely untrue"
    " deny denies"
    " denied"
    " refuse refuses refused refusing refute refutes refuted lack lacks lacked"
    " unable incorrect incorrectly wrong wrongly contrary"
    " nicht kein keine keinen keiner keines keinem nie niemals ohne falsch nunca ningún ninguna ninguno sin jamás falso"
    " falsa pas jamais aucun aucune sans faux fausse non".split()
)
NEGATIONS_CJK = ("不", "没", "未", "无", "非", "否认")

_CLASSES: dict[str, str] = {
    "ahead": "beat beats beaten beating outperform outperforms outperformed outperforming surpass surpasses"
    " surpassed exceed"
    " exceeds exceeded exceeding top tops topped ahead better best superior outscored outscores outdo outdoes"
    " win wins won"
    " leads lead leading led übertrifft übertraf schlägt besser supera superó mejor dépasse surpasse meilleur"
    " 超过 优于 领先",
    "level": "match matches matched matching equal equals equalled par parity tie ties tied level comparable rival"
    " similar keeps pace even gleichauf ebenbürtig iguala igual égale comparable 持平 相当",
    "behind": "trail trails trailed trailing lag lags lagged lagging behind worse worst inferior lose loses lost losing"
    " underperform underperforms underperformed short hinter schlechter unterliegt peor inferior pire moins 落后 逊于",
    "for": "for favour favor",
    "against": "against",
    "up": "rise rises rose risen rising increase increases increased increasing grow grows grew grown growing"
    " gain gains"
    " gained climb climbs climbed jump jumps jumped higher upward soar soars soared doubled up"
    " raise raises raised raising boost boosts boosted boosting surge surges surged tripled"
    " stieg steigt erhöht gestiegen aumentó aumenta sube subió augmente augmenté hausse 增加 上升 增长",
    "down": "fall falls fell fallen falling decrease decreases decreased decreasing drop drops dropped decline declines"
    " declined shrink shrank shrinks sink sank lower reduce reduces reduced cut cuts plunge plunged slump"
    " slumped halved lowers lowered lowering reducing cutting decreasing dropping declining slash slashes slashed"
    " curb curbs curbed dip dips dipped halves"
    " down sank gesunken fiel fällt disminuyó bajó baja cayó baisse diminue baissé 减少 下降 降低",
    "fast": "faster quicker quickest fastest speedier schneller rápido rapide 更快",
    "slow": "slower slowest slowly langsamer lento lent 更慢",
    "large": "larger bigger largest biggest größer mayor grande 更大",
    "small": "smaller smallest tiniest kleiner menor petit 更小",
    "cheap": "cheaper cheapest günstiger barato",
    "dear": "costlier dearer expensive pricier teurer caro cher",
    "safe": "safe safer harmless safely sicher seguro sûr 安全",
    "unsafe": "unsafe dangerous harmful hazardous risky gefährlich peligroso dangereux 危险",
    "over": "more over above beyond least mehr über más plus 以上",
    "under": "less under below fewer weniger unter menos moins 以下 不到",
    "long": "longer longest länger 更长",
    "short": "shorter shortest kürzer 更短",
    "strong": "stronger strongest stärker 更强",
    "weak": "weaker weakest schwächer 更弱",
    "heavy": "heavier heaviest schwerer 更重",
    "light": "lighter lightest leichter 更轻",
    "high": "highest höchste 最高",
    "low": "lowest niedrigste 最低",
    "dead": "dead died dies dying killed kills death deaths fatalities tot getötet muertos murió morts tués 死亡",
    "hurt": "wounded injured injuries hurt verletzt heridos blessés 受伤",
    "alive": "alive survived survives survivors rescued unharmed unhurt überlebt sobrevivió survécu 生还",
    "good": "praised praise acclaim acclaimed positive favourable favorable gelobt elogiado salué 好评",
    "bad": "criticised criticized criticism panned negative unfavourable unfavorable kritisiert criticado critiqué"
    " 差评",
    "held": "arrested detained jailed arrests festgenommen verhaftet detenido arrêté 逮捕",
    "asked": "questioned interviewed summoned befragt vernommen interrogado interrogé 询问",
    "charged": "charged indicted angeklagt imputado inculpé 起诉",
    "guilty": "convicted guilty sentenced verurteilt condenado condamné 有罪",
    "cleared": "acquitted cleared exonerated innocent freigesprochen absuelto acquitté 无罪",
    "left": "resigned resigns quit retired zurückgetreten dimitió démissionné 辞职",
    "stays": "stay stays stayed remain remains remained",
    "fired": "dismissed fired sacked ousted entlassen despedido limogé 解雇",
    "all": "all every each entire whole entirely fully completely always alle jeder sämtliche todos todas tous"
    " toutes 所有 全部",
    "most": "most majority mostly largely die meisten mayoría plupart 大多数",
    "some": "some several partly partially few sometimes einige manche algunos certains 部分 一些",
    "prove": "prove proves proved proven demonstrate demonstrates demonstrated confirm confirms confirmed establish"
    " established beweist bewiesen bestätigt demuestra confirma prouve confirme 证明 证实",
    "suggest": "suggest suggests suggested indicate indicates indicated hint hints hinted imply implies implied"
    " may might could"
    " possibly perhaps deutet sugiere suggère 表明 暗示",
    "sure": "will shall",
    "begin": "begin begins began begun start starts started launch launches launched open opened opens 开始",
    "end": "end ends ended stop stops stopped halt halts halted cancel cancels cancelled canceled abandon"
    " abandoned scrap"
    " scrapped shelve shelved close closed closes 停止 取消",
    "before": "before earlier prior vor antes avant 之前",
    "after": "after later following since nach después après 之后",
    "delay": "delay delays delayed postpone postpones postponed verschoben aplazado reporté 推迟",
    "accept": "approve approves approved accept accepts accepted allow allows allowed authorise authorised"
    " genehmigt aprobó",
    "reject": "reject rejects rejected refuse refuses refused ban bans banned block blocked blocks veto vetoed"
    " abgelehnt",
    "cause": "cause causes caused causing verursacht causa provoca cause 导致",
    "linked": "contributed contribute contributes associated linked correlated correlation correlates tied related",
}
CLASS_OF: dict[str, str] = {word: name for name, words in _CLASSES.items() for word in words.split()}
CLASS_OF_TWO: dict[tuple[str, str], str] = {
    ("turned", "down"): "reject",
    ("turns", "down"): "reject",
    ("thrown", "out"): "reject",
    ("threw", "out"): "reject",
    ("struck", "down"): "reject",
    ("knocked", "back"): "reject",
    ("step", "down"): "left",
    ("steps", "down"): "left",
    ("stepped", "down"): "left",
    ("called", "off"): "end",
    ("pulled", "out"): "end",
    ("given", "up"): "end",
    ("put", "off"): "delay",
    ("pushed", "back"): "delay",
}
"""Two words that are one; the second says nothing by itself then."""
CLASSES_CJK: tuple[tuple[str, str], ...] = tuple(
    (word, name)
    for name, words in _CLASSES.items()
    for word in words.split()
    if ord(word[0]) > 0x3000  # noqa: PLR2004
)
LIMITS = frozenset(
    "selected certain possible principle potential prospective partly partially teilweise parcialmente"
    " partiellement".split()
)
OPPOSED: frozenset[frozenset[str]] = frozenset(
    frozenset(pair.split("-"))
    for pair in (
        "ahead-level ahead-behind level-behind up-down fast-slow large-small cheap-dear safe-unsafe over-under all-some"
        " left-fired left-stays held-asked held-charged asked-charged held-guilty asked-guilty charged-guilty"
        " held-cleared asked-cleared charged-cleared guilty-cleared long-short strong-weak heavy-light high-low"
        " dead-hurt dead-alive hurt-alive good-bad all-most most-some prove-suggest begin-end before-after"
        " accept-reject cause-linked begin-delay for-against sure-suggest"
    ).split()
)

MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sep sept oct nov dec januar februar märz mai juni juli oktober dezember enero febrero marzo abril mayo junio"
    " julio agosto septiembre octubre noviembre diciembre janvier février mars avril juin juillet août"
    " septembre octobre"
    " novembre décembre".split()
)

NUMBER_WORDS = {
    word: value
    for words, value in (
        ("two zwei dos deux", 2), ("three drei tres trois", 3), ("four vier cuatro quatre", 4),
        ("five fünf cinco cinq", 5), ("six sechs seis", 6), ("seven sieben siete sept", 7), ("eight acht ocho huit", 8),
        ("nine neun nueve neuf", 9), ("ten zehn diez dix", 10), ("eleven elf once onze", 11),
        ("twelve zwölf doce douze", 12), ("thirteen dreizehn trece treize", 13),
        ("fourteen vierzehn catorce quatorze", 14),
        ("fifteen fünfzehn quince quinze", 15), ("sixteen sechzehn", 16), ("seventeen siebzehn", 17),
        ("eighteen achtzehn", 18), ("nineteen neunzehn", 19), ("twenty zwanzig veinte vingt", 20),
        ("thirty dreißig treinta trente", 30), ("forty vierzig", 40), ("fifty fünfzig", 50), ("sixty sechzig", 60),
        ("seventy siebzig", 70), ("eighty achtzig", 80), ("ninety neunzig", 90), ("hundred hundert", 100),
        ("half halb hälfte mitad moitié", 0.5), ("twice double doubled doubles doubling doppelt doble", 2),
        ("triple tripled thrice dreifach", 3), ("third thirds drittel tercio tiers", 1 / 3),
        ("quarter quarters viertel", 0.25), ("dozen dutzend docena douzaine", 12),
    )
    for word in words.split()
}  # fmt: skip
SPANS = {"decade": 10.0, "decades": 10.0, "century": 100.0, "centuries": 100.0, "jahrzehnt": 10.0, "jahrzehnte": 10.0}
MAGNITUDES = {
    word: value
    for words, value in (
        ("thousand k tausend mil mille 千", 1e3),
        ("万", 1e4),
        ("million millions m mn mio millionen millón millones", 1e6),
        ("亿", 1e8),
        ("billion billions bn b mrd milliarde milliarden milliard milliards", 1e9),
        ("trillion trillions tn billionen", 1e12),
    )
    for word in words.split()
}
UNITS = {
    word: name
    for name, words in {
        "%": "% percent prozent pct porcentaje 百分之",
        "pp": "pp percentage prozentpunkte punkte",
        "USD": "$ usd dollar dollars us$",
        "EUR": "€ eur euro euros",
        "GBP": "£ gbp pound pounds sterling",
        "CNY": "¥ yuan 元",
        "km": "km kilometre kilometres kilometer kilometers kilómetros 公里",
        "mi": "mile miles mi",
        "m": "metre metres meter meters",
        "clock": "clock",
        "kg": "kg kilogram kilograms kilo kilos",
        "t": "tonne tonnes ton tons",
        "lb": "lb lbs",
        "s": "seconds second sekunden",
        "min": "minutes minute minuten",
        "h": "hours hour stunden horas heures",
        "d": "days day tage días jours",
        "w": "weeks week wochen semanas semaines",
        "mo": "months month monate meses mois",
        "y": "years year jahre jahren años ans",
        "GB": "gb gigabyte gigabytes",
        "TB": "tb terabyte terabytes",
        "MW": "mw megawatt megawatts",
        "GW": "gw gigawatt gigawatts",
        "°": "degrees degree °c °f celsius fahrenheit",
        "x": "times x fold mal veces fois 倍",
    }.items()
    for word in words.split()
}
