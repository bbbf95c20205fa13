"""What may be watched: an address by the rules of the network, a source by those of its kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.config import Config, net_settings
from bot.domain.source import NewSource
from bot.net.addresses import check_url
from bot.net.settings import NetSettings
from bot.sources import Apis, check_options


@dataclass(frozen=True, slots=True)
class Vetting:
    """Judges what is to be added, by the settings of that moment."""

    net: Callable[[], NetSettings]
    apis: Apis

    def url(self, url: str) -> str:
        """Return the URL's canonical form. Raises BadUrl when it may not be watched."""
        return check_url(url, self.net())

    def source(self, source: NewSource) -> NewSource:
        """Return the source with its canonical URL. Raises InputError when it can not be watched as given."""
        checked = replace(source, url=self.url(source.url))
        check_options(checked.kind, checked.url, checked.options, self.apis)
        return checked


def vetting_of(config: Config) -> Vetting:
    """Return the rules of one configuration."""
    net = net_settings(config)
    return Vetting(lambda: net, apis_of(config))


def apis_of(config: Config) -> Apis:
    """Return where the APIs are, with the secrets that open them."""
    secrets = config.secrets
    keys = {
        "fact_check_key": secrets.fact_check_key,
        "huggingface_token": secrets.huggingface_token,
        "github_token": secrets.github_token,
    }
    known = {name: secret.get_secret_value() for name, secret in keys.items() if secret is not None}
    return Apis(**dict(config.apis), **known)
