"""A link's identity: the same for every way of writing it that leads to the same page."""

from __future__ import annotations

from urllib.parse import urljoin

from url_normalize import url_normalize
from w3lib.url import canonicalize_url, url_query_cleaner

_TRACKERS = [
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "utm_id",
    "utm_name",
    "utm_reader",
    "utm_social",
    "utm_brand",
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "hsctatracking",
    "vero_id",
    "vero_conv",
    "oly_anon_id",
    "oly_enc_id",
    "ref_src",
    "ref_url",
    "cmpid",
    "ocid",
    "smid",
    "ito",
    "wt_mc",
    "at_medium",
    "at_campaign",
    "xtor",
    "spm",
    "scm",
    "share_token",
    "guccounter",
    "guce_referrer",
    "_ga",
    "_gl",
    "ncid",
    "sr_share",
    "feature",
    "s_cid",
    "cid_source",
    "ftag",
    "rss",
    "partner_rss",
]
_MAX_LENGTH = 4000


def link_identity(url: str) -> str:
    """Return the link without scheme, `www.`, fragment, credentials, tracking parameters and final slash.

    What can not be read as a link is returned as it is, trimmed.
    """
    link = url.strip()[:_MAX_LENGTH]
    try:
        tidy = url_query_cleaner(str(url_normalize(link)), parameterlist=_TRACKERS, remove=True, unique=False)
        canonical = str(canonicalize_url(tidy))
    except (ValueError, UnicodeError, TypeError, AttributeError, IndexError):
        return link
    _, _, rest = canonical.partition("://")
    host, slash, path = (rest or canonical).partition("/")
    host = host.rpartition("@")[2].removeprefix("www.")
    return f"{host}{slash}{path}".rstrip("/")


def absolute(base: str, link: str) -> str:
    """Return the link made absolute; one that can not be read stays as it is."""
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return link
