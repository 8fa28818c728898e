"""Settings: every problem in one go, no secret shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, read_environment
from content.errors import SettingsError

SECRET = "hunter2-very-secret"


def test_nothing_set_is_fine_and_uses_a_file_in_the_data_folder() -> None:
    settings = Settings.from_env({"BRIEFING_HOME": "/srv/briefing"})

    assert settings.database == "sqlite:////srv/briefing/briefing.db"
    assert settings.http_port_in_use is None


def test_every_problem_is_reported_in_one_go() -> None:
    environment = {
        "HTTP_PORT": "eighty",
        "LOG_FORMAT": "xml",
        "SLACK_API_URL": "not an address",
        "DISCORD_API_URL": "ftp://x",
    }

    with pytest.raises(SettingsError) as caught:
        Settings.from_env(environment)

    assert {problem.partition(":")[0] for problem in caught.value.problems} == set(environment)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "also set SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN: not set"),
        ({"SLACK_MANAGERS": "everybody"}, "SLACK_MANAGERS"),
        ({"SLACK_MANAGERS": "U1,nobody"}, "SLACK_MANAGERS"),
        ({"BRIEFING_CORRECTED_DAYS": "-1"}, "BRIEFING_CORRECTED_DAYS"),
        ({"BRIEFING_MAX_SUBSCRIPTIONS": "0"}, "BRIEFING_MAX_SUBSCRIPTIONS"),
        ({"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN: not set"),
        ({"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xapp-1"}, "begins with xoxb-"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-1"}, "begins with xapp-"),
    ],
)
def test_tokens_that_do_not_fit_together_are_explained(
    environment: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        Settings.from_env(environment)


MODEL = {"BRIEFING_LLM_URL": "http://127.0.0.1:11434/v1", "BRIEFING_LLM_MODEL": "small"}


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"BRIEFING_LLM_URL": MODEL["BRIEFING_LLM_URL"]}, "BRIEFING_LLM_MODEL: not set"),
        ({"BRIEFING_LLM_MODEL": "small"}, "BRIEFING_LLM_URL: not set"),
        ({"BRIEFING_LLM_KEY": SECRET}, "BRIEFING_LLM_URL: not set"),
        (MODEL | {"BRIEFING_LLM_URL": "ftp://127.0.0.1/v1"}, "BRIEFING_LLM_URL"),
        (MODEL | {"BRIEFING_LLM_URL": "http://me:pass@host/v1"}, "no user"),
        (MODEL | {"BRIEFING_LLM_URL": "http://host/v1?key=1"}, "no user, query"),
        (MODEL | {"BRIEFING_LLM_KEY": "two\nlines"}, "BRIEFING_LLM_KEY"),
        (MODEL | {"BRIEFING_LLM_TIMEOUT": "0"}, "BRIEFING_LLM_TIMEOUT"),
        (MODEL | {"BRIEFING_LLM_TIMEOUT": "nan"}, "BRIEFING_LLM_TIMEOUT"),
        (MODEL | {"BRIEFING_LLM_TIMEOUT": "inf"}, "BRIEFING_LLM_TIMEOUT"),
    ],
)
def test_settings_of_a_language_model_that_do_not_fit_together_are_explained(
    environment: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        Settings.from_env(environment)


def test_a_language_model_needs_its_address_and_its_name_only() -> None:
    settings = Settings.from_env(MODEL | {"BRIEFING_LLM_KEY": SECRET})

    assert (str(settings.llm_url), settings.llm_model) == tuple(MODEL.values())
    assert settings.llm_timeout_s == 5
    assert SECRET not in repr(settings)


def test_a_secret_is_shown_neither_in_a_problem_nor_in_the_settings() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"SLACK_BOT_TOKEN": SECRET, "HTTP_PORT": SECRET})
    settings = Settings.from_env(
        {"DISCORD_TOKEN": SECRET, "DATABASE_URL": f"postgres://u:{SECRET}@h/d"}
    )

    assert SECRET not in str(caught.value)
    assert SECRET not in repr(settings)


def test_a_user_without_a_home_is_told_to_name_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object, **__: object) -> Path:
        raise RuntimeError

    monkeypatch.setattr("platformdirs.user_data_path", homeless)

    with pytest.raises(SettingsError, match="BRIEFING_HOME"):
        Settings.from_env({})


def test_empty_variables_count_as_not_set() -> None:
    assert Settings.from_env({"DISCORD_TOKEN": "", "HTTP_PORT": ""}).discord_token is None


def test_slack_calls_us_only_without_an_app_token() -> None:
    both = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}

    assert Settings.from_env(both).slack_uses_http
    assert Settings.from_env(both).http_port_in_use == 8080
    assert not Settings.from_env(both | {"SLACK_APP_TOKEN": "xapp-1"}).slack_uses_http


def test_further_packs_are_separated_as_in_path(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()

    settings = Settings.from_env({"BRIEFING_PACKS": ":".join(map(str, folders))})

    assert settings.packs == tuple(folders)


def test_a_pack_folder_that_is_not_there_is_one_problem_among_the_others() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"BRIEFING_PACKS": "/nowhere/at/all", "HTTP_PORT": "0"})

    assert len(caught.value.problems) == 2


def test_the_environment_wins_over_the_env_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("HTTP_PORT=1\nLOG_FORMAT=json\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HTTP_PORT", "2")
    monkeypatch.delenv("LOG_FORMAT", raising=False)

    settings = Settings.from_env(read_environment())

    assert (settings.http_port, settings.log_format) == (2, "json")


@pytest.mark.parametrize(
    ("written", "kept"), [("", False), ("off", False), ("0", False), ("on", True), ("True", True)]
)
def test_questions_are_kept_only_where_the_operator_says_so(written: str, kept: bool) -> None:
    assert Settings.from_env({"BRIEFING_KEEP_QUESTIONS": written}).keep_questions is kept


def test_what_says_neither_yes_nor_no_to_keeping_questions_is_refused() -> None:
    with pytest.raises(SettingsError, match="BRIEFING_KEEP_QUESTIONS"):
        Settings.from_env({"BRIEFING_KEEP_QUESTIONS": "sometimes"})
