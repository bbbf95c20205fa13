"""The sections of the configuration with every key and its default, as frozen values."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.config.values import (
    Agent,
    Base,
    Colour,
    Columns,
    Count,
    Duration,
    Emoji,
    Expects,
    File,
    Hosts,
    Label,
    Level,
    Line,
    LogFormat,
    Natural,
    Networks,
    Ports,
    Seconds,
    SecondsOrNone,
    Share,
    Switch,
)
from bot.domain.decision import Rules
from bot.domain.status import Status
from bot.net.settings import NetSettings

# One home for each default: the values that the parts themselves start with.
_RULES = Rules()
_CADENCE = _RULES.cadence
_NET = NetSettings()


class Section(BaseModel):
    """A table of the file: unknown keys are faults, and nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CadenceSection(Section):
    """How often sources are looked at; see `bot.domain.cadence.CadenceRules`."""

    fast: Duration = _CADENCE.fast
    floor: Duration = _CADENCE.floor
    settled: Duration = _CADENCE.settled
    growth: Share = _CADENCE.growth
    jitter: Share = _CADENCE.jitter
    retry: Duration = _CADENCE.retry
    confirm: Duration = _CADENCE.confirm

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.fast <= self.floor <= self.settled:
            raise ValueError("fast at most floor, and floor at most settled")
        return self


class RecheckSection(Section):
    """What a look may conclude; see `bot.domain.decision.Rules`. `tick` is how often due sources are asked for."""

    tick: Duration = timedelta(seconds=1)
    in_flight: Count = 64
    drain: Duration = timedelta(seconds=10)
    degraded_after: Count = _RULES.degraded_after
    gone_looks: Count = _RULES.gone_looks
    gone_after: Duration = _RULES.gone_after
    flap_window: Duration = _RULES.flap_window
    restless_after: Duration = _RULES.restless_after
    full_every: Count = _RULES.full_every
    shrunken: Share = _RULES.shrunken
    max_attach: Natural = _RULES.max_attach


class NetSection(Section):
    """The network client's limits and manners; see `bot.net.settings.NetSettings`."""

    user_agent: Agent = _NET.user_agent
    contact: Line = _NET.contact
    total_timeout: Seconds = _NET.total_timeout
    connect_timeout: Seconds = _NET.connect_timeout
    dns_timeout: Seconds = _NET.dns_timeout
    max_wire_bytes: Count = _NET.max_wire_bytes
    max_inflated_bytes: Count = _NET.max_inflated_bytes
    max_header_bytes: Count = _NET.max_header_bytes
    max_headers: Count = _NET.max_headers
    max_redirects: Natural = _NET.max_redirects
    max_url_chars: Count = _NET.max_url_chars
    allowed_networks: Networks = _NET.allowed_networks
    allowed_ports: Ports = _NET.allowed_ports
    hosts: Hosts = Field(default_factory=dict)
    ca_file: File = _NET.ca_file
    trust_env: Switch = _NET.trust_env
    per_host_in_flight: Count = _NET.per_host_in_flight
    per_host_interval: SecondsOrNone = _NET.per_host_interval
    max_crawl_delay: SecondsOrNone = _NET.max_crawl_delay
    max_in_flight: Count = _NET.max_in_flight
    known_hosts: Count = _NET.known_hosts
    robots: Switch = _NET.robots
    robots_timeout: Seconds = _NET.robots_timeout
    robots_ttl: Duration = _NET.robots_ttl
    robots_retry: Duration = _NET.robots_retry
    max_robots_bytes: Count = _NET.max_robots_bytes
    backoff_first: Duration = _NET.backoff_first
    backoff_most: Duration = _NET.backoff_most
    backoff_after_failures: Count = _NET.backoff_after_failures
    retry_after_most: Duration = _NET.retry_after_most

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        NetSettings(**dict(self))
        return self


class ApisSection(Section):
    """Where the APIs are, without a final slash: a mirror, or an installation of one's own."""

    fact_check: Base = "https://factchecktools.googleapis.com"
    huggingface: Base = "https://huggingface.co"
    github: Base = "https://github.com"
    github_api: Base = "https://api.github.com"


class TextSection(Section):
    """The processes in which hostile pages are read, and when they are killed."""

    workers: Count = 1
    timeout: Duration = timedelta(seconds=20)
    memory_mb: Annotated[int, Field(ge=256), Expects("a number of megabytes, 256 or more")] = 1024
    stance: Annotated[Literal["best", "features"], Expects('"best" or "features"')] = "best"
    idle: Duration = timedelta(seconds=60)

    @property
    def stance_model(self) -> str | None:
        """The model of stances that is asked for by name; None for the best that is installed."""
        return None if self.stance == "best" else self.stance


class StatusSection(Section):
    """How one status looks; what is left out looks as by default."""

    label: Label | None = None
    emoji: Emoji | None = None
    colour: Colour | None = None


class TerminalSection(Section):
    """Cards in the terminal."""

    width: Columns = 80


class LogSection(Section):
    """What is logged, and how. `auto` is human on a terminal and JSON elsewhere."""

    level: Level = "info"
    format: LogFormat = "auto"


class RetentionSection(Section):
    """How long looks and uncited snapshots are kept."""

    keep: Duration = timedelta(days=365)


class SecretsSection(Section):
    """Secrets, from the environment or a folder of files alone."""

    discord_token: SecretStr | None = None
    fact_check_key: SecretStr | None = None
    huggingface_token: SecretStr | None = None
    github_token: SecretStr | None = None


SECRETS = tuple(SecretsSection.model_fields)


class Config(BaseSettings):
    """The whole configuration, frozen. Build it with `bot.config.load`."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, env_prefix="CLAIMWATCH_", env_nested_delimiter="__")

    cadence: CadenceSection = CadenceSection()
    recheck: RecheckSection = RecheckSection()
    net: NetSection = NetSection()
    apis: ApisSection = ApisSection()
    text: TextSection = TextSection()
    statuses: dict[Status, StatusSection] = Field(default_factory=dict)
    terminal: TerminalSection = TerminalSection()
    log: LogSection = LogSection()
    retention: RetentionSection = RetentionSection()
    secrets: SecretsSection = SecretsSection()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what is handed over and nothing else: `load` merges the sources, so that it can name each fault's."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)
