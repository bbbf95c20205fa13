"""The error tree: ``str()`` is for the log, ``user_message`` for people.

::

    ClaimWatchError
    ├── InputError                what a person gave is wrong; they can mend it
    │   ├── UnknownClaim
    │   ├── AmbiguousClaim
    │   ├── BadUrl
    │   ├── BadTransition         a status that may not follow the present one
    │   ├── EvidenceMissing       a settled status without evidence, reason or actor
    │   ├── DuplicateClaim        carries the claims that are alike
    │   ├── NotCheckable          a question, an opinion, a command: nothing could settle it
    │   ├── NotAllowed            the actor lacks the role
    │   └── UnreadableTarget      a page or file that `scan` or `add` could not read
    ├── ConfigError               carries every fault found, not only the first
    ├── NoWorkers                 the processes that judge text do not start
    └── StoreError
        ├── StoreNewer            written by a newer ClaimWatch
        ├── StoreUnreadable       corrupt, not a database, not ours
        ├── StoreReadOnly
        ├── StoreBusy             locked by another process for too long
        └── StoreFull             no space left on the device

Expected failures of a look are values (`bot.domain.reading.Failed`), not exceptions.
"""

from __future__ import annotations


class ClaimWatchError(Exception):
    """Base of all errors of ours.

    `user_message` is one sentence for a person that says what to do; it holds no
    secret, no path inside the program and no text from outside that was not cut.
    """

    def __init__(self, user_message: str, *, detail: str = "") -> None:
        super().__init__(f"{user_message} [{detail}]" if detail else user_message)
        self.user_message = user_message


class InputError(ClaimWatchError):
    """What a person gave is wrong, and the message says how to mend it."""


class UnknownClaim(InputError):
    """No claim has this id or text in this guild."""


class AmbiguousClaim(InputError):
    """More than one claim fits what was typed."""


class BadUrl(InputError):
    """The URL can not be watched: scheme, credentials, private address, syntax."""


class BadTransition(InputError):
    """This status may not follow the present one."""


class EvidenceMissing(InputError):
    """A settled status needs evidence URL, reason, actor and date."""


class DuplicateClaim(InputError):
    """Claims much like this one exist; `claim_ids` names them, best first."""

    def __init__(self, user_message: str, claim_ids: tuple[int, ...]) -> None:
        super().__init__(user_message)
        self.claim_ids = claim_ids


class NotCheckable(InputError):
    """What was given as a claim states nothing that could be settled; the message holds the reason."""


class NotAllowed(InputError):
    """The actor lacks the curator role."""


class UnreadableTarget(InputError):
    """What was to be scanned could not be read; the message holds the outcome."""


class ConfigError(ClaimWatchError):
    """The configuration is faulty; `faults` holds one sentence per fault (file, key, expected)."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("The configuration has faults:\n" + "\n".join(f"- {fault}" for fault in faults))
        self.faults = faults


class NoWorkers(ClaimWatchError):
    """The processes that read and judge text do not start."""

    def __init__(self) -> None:
        super().__init__(
            "The process that reads and judges pages does not start; what stands above says why. "
            "Free some memory, or install the program anew."
        )


class StoreError(ClaimWatchError):
    """The database can not be used as it is."""


class StoreNewer(StoreError):
    """The database was written by a newer program."""


class StoreUnreadable(StoreError):
    """The file is corrupt, no database, or not one of ours; it was left untouched."""


class StoreReadOnly(StoreError):
    """The file or its folder can not be written."""


class StoreBusy(StoreError):
    """Another process held the write lock for too long."""


class StoreFull(StoreError):
    """No space left on the device."""
