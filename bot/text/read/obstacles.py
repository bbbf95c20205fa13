"""The words and marks of pages that keep their content back, as patterns."""

# ruff: noqa: E501, RUF001 - patterns are data: a line each, with the apostrophes that pages use
from __future__ import annotations

import re


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in phrases), re.IGNORECASE)


CHALLENGE_TITLE = _any(
    r"just a moment(?:\.\.\.|…)?",
    r"(?:nur )?einen moment(?: bitte)?(?:\.\.\.|…)?",
    r"un momento(?:\.\.\.|…)?",
    r"un instant(?:\.\.\.|…)?",
    r"请稍候(?:\.\.\.|…)?",
    r"attention required! \| cloudflare",
    r"(?:access denied|you have been blocked)(?: \| .{0,60})?",
    r"ddos-guard",
    r"pardon our interruption(?:\.\.\.|…)?",
    r"(?:please )?verify (?:that )?you are (?:a )?human",
    r"are you a robot\??",
    r"robot check",
    r"security (?:check|checkpoint|verification)",
    r"human verification",
    r"one more step",
    r"making sure you(?:'|’|&#39;)re not a bot!?",
    r"(?:.{0,60} - )?checking your browser.{0,40}",
    r"captcha(?: challenge)?",
    r"bot verification",
    r"client challenge",
)
# What challenge pages carry in their source and articles do not. The scripts that guards add to every page
# (challenge-platform, turnstile on a form) are left out.
CHALLENGE_MARK = _any(
    r"window\._cf_chl_opt",
    r"id=[\"']?(?:cf-challenge|challenge-form|cf-please-wait|challenge-running|challenge-error-text|challenge-stage)",
    r"cf-error-details",
    r"captcha-delivery\.com",
    r"id=[\"']?px-captcha",
    r"_Incapsula_Resource\?",
    r"Incapsula incident ID",
    r"gokuProps",
    r"awsWafCookieDomainList",
    r"sgcaptcha",
    r"id=[\"']?anubis_(?:challenge|version)",
    r"ddos-guard/js-challenge",
    r"/_sec/cp_challenge/",
    r"distil_r_captcha",
)
CHALLENGE_TEXT = _any(
    r"checking your browser before accessing",
    r"checking if the site connection is secure",
    r"verify(?:ing)? (?:that )?you are (?:a )?human",
    r"(?:press|click)(?: and|&)? hold to confirm you are",
    r"please (?:enable|allow) (?:javascript and )?cookies (?:and javascript )?to (?:continue|proceed)",
    r"unusual (?:traffic|activity) from your (?:computer )?network",
    r"needs to review the security of your connection",
    r"performing security verification",
    r"you don(?:'|’)t have permission to access .{0,120} on this server",
    r"request unsuccessful\. incapsula",
    r"sorry, you have been blocked",
    r"complete the (?:security check|captcha)",
    r"prove (?:that )?you(?:'|’)?(?: a)?re (?:not a robot|human)",
    r"überprüfen,? (?:ob|dass) (?:sie|du) ein mensch",
    r"vérifier que vous êtes (?:un )?humain",
    r"verifi(?:car|que|quemos) que (?:eres|usted es|es) humano",
    r"请完成(?:安全)?验证|人机验证",
)
CONSENT_PHRASE = _any(
    r"we (?:and our (?:\d+ )?partners |value your privacy|use cookies)",
    r"before you continue",
    r"accept all(?: cookies)?|allow all(?: cookies)?|agree and (?:continue|close|proceed)|i agree|consent and continue",
    r"reject all(?: cookies)?|only necessary cookies|decline all|refuse all",
    r"manage (?:options|settings|preferences|cookies|choices|consent)|cookie (?:settings|preferences)|more options",
    r"store and/or access information on a device",
    r"(?:personalised|personalized) (?:ads|advertising|content)",
    r"legitimate interests?",
    r"your privacy(?: choices| matters)?",
    r"withdraw your consent|your consent",
    r"alle(?:s)? akzeptieren|allen? zustimmen|zustimmen und weiter|einwilligung",
    r"alle ablehnen|nur notwendige|einstellungen verwalten|datenschutzeinstellungen|mit werbung (?:weiter)?lesen",
    r"wir (?:und unsere partner )?(?:verwenden|nutzen|setzen) cookies|unsere partner",
    r"aceptar (?:todo|todas|y continuar|y cerrar)|rechazar (?:todo|todas)|configurar cookies|utilizamos cookies|nuestros socios",
    r"tout accepter|tout refuser|continuer sans accepter|paramétrer (?:les cookies|mes choix)|nos partenaires|utilisons des cookies",
    r"接受所有|全部接受|拒绝所有|管理选项|使用\s?cookie",
)
MISSING_TITLE = _any(
    r"(?:error |http )?404(?: error|[ \-–—:,]*(?:page |file )?not found| page| fehler)?(?: error)?",
    r"(?:error:? )?(?:the )?(?:page|article|content|story|document|file|resource|post)(?: (?:you requested|requested))? "
    r"(?:was |is |has |could |can |does |do |no )*(?:not|n(?:'|’)t|cannot|longer) ?(?:be )?(?:been )?(?:found|exist|available|removed)",
    r"(?:page|article|content) (?:cannot|can(?:'|’)t|couldn(?:'|’)t) be found",
    r"not found",
    r"(?:oops|sorry|uh-oh|hmm)[!,. ].{0,40}(?:not found|(?:can(?:'|’)t|cannot|couldn(?:'|’)t) (?:be )?f(?:i|ou)nd.{0,40}|doesn(?:'|’)t exist|404)",
    r"we can(?:'|’)?t find (?:that|this|the) page.{0,30}",
    r"(?:diese |die )?seite (?:wurde )?(?:leider )?nicht (?:gefunden|verfügbar)(?: werden)?|seite nicht gefunden",
    r"página no (?:encontrada|existe|disponible)|no se (?:ha )?encontr(?:ó|ado) la página",
    r"page (?:non trouvée|introuvable|inexistante)|cette page n(?:'|’)existe (?:pas|plus)",
    r"(?:您访问的)?(?:页面|网页|文章)(?:不存在|未找到|已删除|找不到)|找不到(?:该)?(?:页面|网页)",
)
MISSING_TEXT = _any(
    r"(?:the|this|that) (?:page|article|content|document|story|post|link)(?: that)?(?: you(?:'re| are| were|’re)?(?: trying to (?:reach|access|view))?"
    r"(?: looking for| requested| followed)?)?,? (?:may |might |has |could |can |does |is |was |cannot |no |have )*(?:not|n(?:'|’)t|longer|cannot|been)"
    r" ?(?:be |been )?(?:found|exists?|available|removed|moved|deleted)",
    r"(?:sorry|unfortunately),? (?:but )?(?:we|the page).{0,40}(?:not found|(?:can(?:'|’)t|cannot|couldn(?:'|’)t|could not) (?:be )?f(?:i|ou)nd)",
    r"die (?:von ihnen )?(?:gesuchte|aufgerufene|angeforderte) seite .{0,60}(?:nicht|verschoben|gelöscht)",
    r"la página (?:que (?:busca|buscas|ha solicitado|solicitaste) )?(?:no (?:existe|está disponible)|ha sido eliminada)",
    r"la page (?:que vous (?:recherchez|demandez|cherchez) )?(?:n(?:'|’)existe (?:pas|plus)|est introuvable|a été supprimée)",
    r"(?:页面|网页|文章|内容)(?:不存在|已被?删除|未找到)",
)
PAYWALL_PHRASE = _any(
    r"subscribe (?:now |today )?to (?:continue|keep) reading|subscribe to (?:read|unlock|access) (?:the |this )?(?:full|whole|rest|entire|complete)?",
    r"(?:to continue|continue|keep) reading(?: this article)?,? (?:please )?(?:subscribe|sign in|log in|register|with a subscription|start your)",
    r"(?:this|the full) (?:article|story|content) is (?:only |reserved |exclusively )?(?:available |accessible )?(?:only )?(?:for|to) (?:our )?(?:paying |paid )?"
    r"(?:subscribers|members)",
    r"(?:already|not) a subscriber\?",
    r"you(?:'|’)ve (?:reached|read) (?:your|all your|the) (?:limit of |monthly |last )?(?:free )?(?:article|stories)",
    r"unlock this article|(?:subscriber|member)[s-]?(?:-| )only (?:content|article|story)",
    r"(?:jetzt|weiterlesen) (?:mit|abo).{0,20}(?:plus|abo|abonnement)|nur für abonnent|diesen artikel weiterlesen mit|mit .{0,20}abo weiterlesen",
    r"(?:contenido|artículo|noticia) (?:exclusivo|solo) para suscriptores|suscríbete para (?:seguir|continuar) leyendo",
    r"(?:article|contenu) réservé aux abonnés|il vous reste .{0,20} de cet article|abonnez-vous pour (?:lire|continuer)",
    r"订阅(?:后|即可)(?:继续)?阅读|(?:本文|此内容)(?:仅|只)(?:限|对)?(?:订阅者|会员)|付费(?:后)?(?:即可)?阅读全文",
)
LOGIN_WALL = _any(
    r"(?:please )?(?:sign in|log in|create (?:a free|an) account|register)(?: (?:or|and) (?:sign up|register|subscribe|log in))? to (?:continue|read|view)",
    r"you must be (?:logged|signed) in",
)
JAVASCRIPT_TEXT = _any(
    r"(?:please |you need to |you must )?(?:enable|turn on|activate|allow) javascript",
    r"javascript (?:is|must be|has to be|seems to be)(?: currently)? (?:required|disabled|enabled|turned off|not enabled|not available)",
    r"(?:requires|needs|without|doesn(?:'|’)t work (?:properly )?without) javascript",
    r"javascript (?:aktivieren|deaktiviert|ist erforderlich)|aktivieren sie (?:bitte )?javascript",
    r"(?:activ(?:e|ar|a)|habilit(?:e|ar|a)) javascript|activ(?:er|ez) javascript",
    r"(?:启用|开启)\s?javascript",
)
MOUNT_POINT = re.compile(
    r"<(?:div|main|section|app-root|body)\b[^<>]{0,300}?(?:\bid\s*=\s*[\"']?(?:root|app|__next|__nuxt|___gatsby|svelte|react-root|main-app|q-app)\b|app-root)"
    r"[^<>]{0,300}>\s*(?:<[^<>]{0,200}>\s*)?</",
    re.IGNORECASE,
)
