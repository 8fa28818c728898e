"""The manifest an operator pastes into Slack."""

from __future__ import annotations

from adapters.slack.manifest import manifest
from content.answering import Desk


def test_it_declares_the_command_of_each_pack(desk: Desk) -> None:
    [command] = manifest([desk.pack.info])["features"]["slash_commands"]

    assert command["command"] == "/lights"
    assert command["description"] == desk.pack.info.description
    assert len(command["usage_hint"]) < 100


def test_without_an_address_it_uses_socket_mode(desk: Desk) -> None:
    pasted = manifest([desk.pack.info])

    assert pasted["settings"]["socket_mode_enabled"] is True
    assert "url" not in str(pasted)


def test_with_an_address_everything_is_posted_there(desk: Desk) -> None:
    address = "https://bot.example/slack/events"

    pasted = manifest([desk.pack.info], request_url=address)

    assert pasted["settings"]["socket_mode_enabled"] is False
    assert pasted["settings"]["event_subscriptions"]["request_url"] == address
    assert pasted["settings"]["interactivity"]["request_url"] == address
    assert pasted["features"]["slash_commands"][0]["url"] == address


def test_it_asks_for_what_the_bot_listens_to_and_no_more(desk: Desk) -> None:
    pasted = manifest([desk.pack.info])

    assert pasted["settings"]["event_subscriptions"]["bot_events"] == [
        "app_home_opened",
        "app_mention",
        "message.channels",
        "message.groups",
        "message.im",
    ]
    assert set(pasted["oauth_config"]["scopes"]["bot"]) == {
        "app_mentions:read",
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "metadata.message:read",
        "users:read",
    }
    assert not pasted["settings"]["org_deploy_enabled"]
    assert not pasted["settings"]["token_rotation_enabled"]


def test_people_can_write_to_the_bot_and_use_the_shortcut(desk: Desk) -> None:
    features = manifest([desk.pack.info])["features"]

    assert features["app_home"]["home_tab_enabled"] is True
    assert features["app_home"]["messages_tab_enabled"] is True
    assert features["app_home"]["messages_tab_read_only_enabled"] is False
    assert [item["callback_id"] for item in features["shortcuts"]] == ["show_sources"]


def test_several_packs_share_one_app(desk: Desk) -> None:
    other = desk.pack.info.model_copy(update={"command": "harbours"})

    pasted = manifest([desk.pack.info, other])

    assert pasted["display_information"]["name"] == "Briefing bot"
    assert len(pasted["features"]["slash_commands"]) == 2
