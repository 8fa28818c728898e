"""The settings: read once from the environment and an `.env` file, checked whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
)
from pydantic_core import ErrorDetails

from content.errors import SettingsError


def _folders(value: Any) -> Any:
    return tuple(filter(None, value.split(os.pathsep))) if isinstance(value, str) else value


def _names(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return tuple(filter(None, (part.strip() for part in value.split(","))))


def _default_home() -> Path:
    # Only here: platformdirs is not needed where the operator names a folder.
    from platformdirs import user_data_path

    try:
        return user_data_path("briefing-bot", appauthor=False)
    except RuntimeError as error:
        problem = "BRIEFING_HOME: not set, and this user has no home folder to use instead"
        raise SettingsError([problem]) from error


class Settings(BaseModel):
    """Every setting there is. The alias of a field is the variable it is read from."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)

    home: Path = Field(default_factory=_default_home, alias="BRIEFING_HOME")
    """Where data is kept."""
    database_url: SecretStr | None = Field(None, alias="DATABASE_URL")
    """The database of `run`; `briefing.db` in the data folder where none is named."""
    packs: Annotated[tuple[Path, ...], BeforeValidator(_folders)] = Field(
        (), alias="BRIEFING_PACKS"
    )
    """Further pack folders, separated as in PATH."""
    watch_every_s: int | None = Field(None, alias="BRIEFING_WATCH", ge=1, le=86_400)
    """How many seconds apart `run` looks whether pack files have changed; never, if not set."""
    keep_questions: bool = Field(False, alias="BRIEFING_KEEP_QUESTIONS")
    """Whether the words of what was not answered, or not well, are kept for `gaps`."""
    corrected_days: int = Field(90, alias="BRIEFING_CORRECTED_DAYS", ge=0, le=3_650)
    """For how many days a reply that turns out wrong is corrected where it stands; 0 for never."""
    max_subscriptions: int = Field(500, alias="BRIEFING_MAX_SUBSCRIPTIONS", ge=1, le=100_000)
    """Most subscriptions of a workspace or server."""
    editors: Annotated[tuple[str, ...], BeforeValidator(_names)] = Field(
        (), alias="BRIEFING_EDITORS"
    )
    """Who may approve claims: `slack:U1`, `slack:T1/U1`, `discord:123`, with commas."""
    review_channels: Annotated[tuple[str, ...], BeforeValidator(_names)] = Field(
        (), alias="BRIEFING_REVIEW_CHANNELS"
    )
    """Where drafts are put before editors: `slack:T1/C1`, `discord:GUILD/CHANNEL`, with commas."""
    http_host: str = Field("127.0.0.1", alias="HTTP_HOST")
    http_port: int | None = Field(None, alias="HTTP_PORT", ge=1, le=65_535)
    """The port of health checks and of Slack's HTTP mode, which takes 8080 if none is named."""
    log_format: Literal["text", "json"] = Field("text", alias="LOG_FORMAT")
    slack_bot_token: SecretStr | None = Field(None, alias="SLACK_BOT_TOKEN")
    slack_app_token: SecretStr | None = Field(None, alias="SLACK_APP_TOKEN")
    slack_signing_secret: SecretStr | None = Field(None, alias="SLACK_SIGNING_SECRET")
    slack_managers: Annotated[str, Field(pattern=r"^(?:admins|members|[UW][A-Z0-9, UW]*)$")] = (
        Field("admins", alias="SLACK_MANAGERS")
    )
    """Who may decide on summaries in a channel of Slack: `admins` and whoever made it, `members`,
    or ids of users with commas."""
    slack_api_url: HttpUrl | None = Field(None, alias="SLACK_API_URL")
    discord_token: SecretStr | None = Field(None, alias="DISCORD_TOKEN")
    discord_api_url: HttpUrl | None = Field(None, alias="DISCORD_API_URL")
    llm_url: HttpUrl | None = Field(None, alias="BRIEFING_LLM_URL")
    """The base address of a chat endpoint; `/chat/completions` is added to it."""
    llm_model: str | None = Field(None, alias="BRIEFING_LLM_MODEL", max_length=200)
    llm_key: SecretStr | None = Field(None, alias="BRIEFING_LLM_KEY")
    llm_timeout_s: float = Field(5.0, alias="BRIEFING_LLM_TIMEOUT", ge=0.1, le=60)
    """How many seconds an answer may wait for the model. Five are chosen, not measured: a chat in
    which nothing comes for longer seems broken."""

    semantic_model: Path | None = Field(None, alias="BRIEFING_SEMANTIC_MODEL")
    """The folder of a sentence-embedding model."""

    @classmethod
    def from_env(cls, environment: Mapping[str, str]) -> Settings:
        """Read and check the settings. An empty variable counts as not set.

        Raises:
            SettingsError: with every problem found. No problem repeats a secret.
        """
        given = {key: value.strip() for key, value in environment.items() if value.strip()}
        problems = [
            *_token_problems(given),
            *_database_problems(given),
            *_pack_problems(given),
            *_llm_problems(given),
            *_review_problems(given),
        ]
        try:
            settings = cls.model_validate(given)
        except ValidationError as error:
            raise SettingsError([*map(_said, error.errors()), *problems]) from None
        if problems:
            raise SettingsError(problems)
        return settings

    @property
    def database(self) -> str:
        """The database's address; it may hold a password."""
        if self.database_url:
            return self.database_url.get_secret_value()
        return f"sqlite:///{(self.home / 'briefing.db').absolute()}"

    @property
    def slack_uses_http(self) -> bool:
        """Whether Slack calls us, rather than we Slack. With both secrets set, we call."""
        return self.slack_bot_token is not None and self.slack_app_token is None

    @property
    def http_port_in_use(self) -> int | None:
        return self.http_port or (8080 if self.slack_uses_http else None)


def read_environment() -> dict[str, str]:
    """The process's environment, over what an `.env` file in the current folder says."""
    if not Path(".env").is_file():
        return dict(os.environ)
    # Only here: most runs have no such file, and `ask` should start quickly.
    from dotenv import dotenv_values

    written = {key: value for key, value in dotenv_values(".env").items() if value is not None}
    return {**written, **os.environ}


def _token_problems(values: Mapping[str, str]) -> list[str]:
    bot, app = values.get("SLACK_BOT_TOKEN"), values.get("SLACK_APP_TOKEN")
    secret = values.get("SLACK_SIGNING_SECRET")
    problems = []
    if bot and not bot.startswith("xoxb-"):
        problems.append("SLACK_BOT_TOKEN: a bot token begins with xoxb-; this one does not")
    if app and not app.startswith("xapp-"):
        problems.append("SLACK_APP_TOKEN: an app-level token begins with xapp-; this one does not")
    if bot and not (app or secret):
        problems.append(
            "SLACK_BOT_TOKEN: also set SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP)"
        )
    if (app or secret) and not bot:
        problems.append("SLACK_BOT_TOKEN: not set, though another Slack secret is")
    return problems


def _database_problems(values: Mapping[str, str]) -> list[str]:
    address = values.get("DATABASE_URL", "sqlite:")
    # The adapter reads the rest; importing it here would cost `ask` half a second.
    fits = address.startswith(("sqlite:", "sqlite+", "postgres:", "postgresql:", "postgresql+"))
    return [] if fits else ["DATABASE_URL: begin it with sqlite:/// or postgresql://"]


def _pack_problems(values: Mapping[str, str]) -> list[str]:
    folders = _folders(values.get("BRIEFING_PACKS", ""))
    return [f"BRIEFING_PACKS: no folder {name}" for name in folders if not Path(name).is_dir()]


def _llm_problems(values: Mapping[str, str]) -> list[str]:
    url, model = values.get("BRIEFING_LLM_URL"), values.get("BRIEFING_LLM_MODEL")
    key = values.get("BRIEFING_LLM_KEY", "")
    problems = []
    if url and not model:
        problems.append("BRIEFING_LLM_MODEL: not set, though BRIEFING_LLM_URL is")
    if (model or key) and not url:
        problems.append("BRIEFING_LLM_URL: not set, though another setting of the model is")
    if url and set("@?#") & set(url):
        problems.append("BRIEFING_LLM_URL: no user, query or fragment; a key is BRIEFING_LLM_KEY")
    if not (key.isascii() and key.isprintable()) or " " in key:
        problems.append("BRIEFING_LLM_KEY: holds a character that no key has")
    return problems


def _review_problems(values: Mapping[str, str]) -> list[str]:
    problems = []
    for name, form in (
        ("BRIEFING_EDITORS", "slack:U1"),
        ("BRIEFING_REVIEW_CHANNELS", "slack:T1/C1"),
    ):
        for one in _names(values.get(name, "")):
            platform, _, rest = one.partition(":")
            if platform not in ("slack", "discord") or not rest:
                problems.append(f"{name}: write {form} or discord:…, with commas; not {one}")
            elif name == "BRIEFING_REVIEW_CHANNELS" and "/" not in rest:
                problems.append(f"{name}: name the workspace or server, too: {form}; not {one}")
    return problems


def _said(details: ErrorDetails) -> str:
    # The value is not repeated: it may be a secret pasted into the wrong line.
    return f"{details['loc'][0]}: {details['msg'].lower()}"
