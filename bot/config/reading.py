"""Where settings come from: the TOML file, the environment, a folder of secrets; later ones win."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource

from bot.config.faults import ENV_PREFIX, known_keys, secrets_in, suggestion, without
from bot.config.sections import SECRETS, Config

FILE = "claimwatch.toml"
SECRETS_DIR = "CLAIMWATCH_SECRETS_DIR"
SYSTEMD_DIR = "CREDENTIALS_DIRECTORY"  # set by systemd for LoadCredential=
# Read by the command line, not part of the configuration.
OTHER_VARIABLES = frozenset({"CLAIMWATCH_DB", "CLAIMWATCH_CONFIG", SECRETS_DIR})
_LONGEST_SECRET = 4096


class EnvironmentSource(EnvSettingsSource):
    """pydantic-settings' reading of ``CLAIMWATCH_NET__ROBOTS=false``, from a mapping that is handed over.

    A list or table is written as JSON; what is no JSON goes on as text, so that the models report it among
    all other faults.
    """

    def __init__(self, settings: type[BaseSettings], environ: Mapping[str, str]) -> None:
        self._environ = environ
        super().__init__(settings)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return {name.lower(): value for name, value in self._environ.items()}

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: object) -> object:
        """Decode JSON, else return the text itself."""
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


def from_file(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Return the file's values and the faults that are no matter of single keys, secrets in it among them."""
    values, faults = parsed(path)
    return without(values), faults + secrets_in(values, path.name)


def parsed(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Return what a TOML file holds, or nothing and the one fault that kept it from being read."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig")), []
    except FileNotFoundError:
        fault = f"not found in {path.parent}; expected a TOML file, which may be empty"
    except OSError as error:
        fault = f"can not be read ({error.strerror}); expected a readable TOML file"
    except UnicodeDecodeError as error:
        fault = f"expected UTF-8 text, found other bytes at position {error.start}"
    except tomllib.TOMLDecodeError as error:
        fault = f"expected TOML, but it ends or breaks off: {error}"
    except RecursionError:
        fault = "expected TOML of a few levels, found lists or tables nested beyond all measure"
    return {}, [f"{path.name}: {fault}"]


def from_environment(environ: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return the overrides and a fault for each variable of ours that is unknown."""
    ours = {name: value for name, value in environ.items() if name.upper().startswith(ENV_PREFIX)}
    names = {name.upper() for name in ours}
    known = {ENV_PREFIX + secret.upper() for secret in SECRETS} | OTHER_VARIABLES
    sections = {f"{ENV_PREFIX}{key}".upper() for key in known_keys(())}
    unknown = [name for name in sorted(names - known) if name.split("__")[0] not in sections]
    variables = [*known, *(f"{section}__…" for section in sections)]
    faults = [f"environment: {name}: unknown variable; {suggestion_of(name, variables)}" for name in unknown]
    values = EnvironmentSource(Config, {name: value for name, value in ours.items() if name.upper() not in unknown})()
    return values, faults


def suggestion_of(name: str, variables: list[str]) -> str:
    """Return a did-you-mean for a variable's name."""
    lowered = {variable.lower(): variable for variable in variables}
    said = suggestion(name.lower(), lowered)
    for low, variable in lowered.items():
        said = said.replace(low, variable)
    return said


def secrets(environ: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the secrets by name: variables first, else files of the secrets folder."""
    found: dict[str, str] = {}
    faults: list[str] = []
    for variable in (SYSTEMD_DIR, SECRETS_DIR):
        if folder := environ.get(variable, ""):
            values, wrong = _from_folder(Path(folder), variable)
            found |= values
            faults += wrong
    for name in SECRETS:
        variable = ENV_PREFIX + name.upper()
        if variable in environ:
            if environ[variable].strip():
                found[name] = environ[variable].strip()
            else:
                faults.append(f"environment: {variable}: expected a secret, found empty text; unset it instead")
    return found, faults


def _from_folder(folder: Path, variable: str) -> tuple[dict[str, str], list[str]]:
    if not folder.is_dir():
        return {}, [f"environment: {variable}: expected a folder of secret files, found no folder there"]
    found: dict[str, str] = {}
    faults: list[str] = []
    for name in SECRETS:
        path = folder / name
        if not path.exists():
            continue
        try:
            value = path.read_bytes()[: _LONGEST_SECRET + 1].decode("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            faults.append(f"{variable}: {name}: expected a readable text file with the secret alone")
            continue
        if not value or len(value) > _LONGEST_SECRET:
            faults.append(f"{variable}: {name}: expected one secret, found {'nothing' if not value else 'too much'}")
        else:
            found[name] = value
    return found, faults
