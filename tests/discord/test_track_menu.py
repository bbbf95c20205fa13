"""The message menu *Track as claim*: it works on messages that the bot never read."""

from __future__ import annotations

from bot.domain.source import Role
from bot.domain.status import Status
from tests.discord.test_commands import FOUND
from tests.discord.world import CLAIM, URL, World, shown

MENU = "Track as claim"


async def claims(server: World) -> list[str]:
    return [claim.text for claim in (await server.desk.watchlist.listing(server.guild.id)).claims]


async def test_a_messages_link_is_scanned(server: World) -> None:
    server.desk.pages[URL] = FOUND
    for text in (f"Look: {URL}", f"({URL})", f"<{URL}>", f"[here]({URL})", f"{URL}."):
        message = await server.visitor.send(server.channel, text)
        result = await server.curator.context_menu(server.channel, MENU, message)
        assert "2 flagged claims" in shown(result), text
    await server.curator.select(result.response.message, ["0"])
    assert await claims(server) == [FOUND.claims[0].text]


async def test_a_message_without_a_link_opens_a_form_with_its_words(server: World) -> None:
    message = await server.visitor.send(server.channel, "Guava beats everyone, says a memo. " * 50)
    result = await server.curator.context_menu(server.channel, MENU, message)
    assert result.modal is not None
    assert "Guava beats everyone" in str(result.modal)
    done = await server.curator.submit_modal(
        result, {"claim": "Guava beats everyone.", "claimant": "Orchard Labs", "source": URL}
    )
    assert "Tracked as #1" in shown(done)
    page = await server.desk.watchlist.show(server.guild.id, 1)
    assert page.claim.claimant == "Orchard Labs"
    assert page.claim.status is Status.UNVERIFIED
    assert [source.url for source, _ in page.sources] == [URL]


async def test_a_link_that_can_not_be_read_leads_to_the_form(server: World) -> None:
    message = await server.visitor.send(server.channel, f"Guava wins {URL}")
    result = await server.curator.context_menu(server.channel, MENU, message)
    assert "could not be read" in shown(result)
    form = await server.curator.click(result.response.message, label="Write it by hand")
    assert URL in str(form.modal)
    await server.curator.submit_modal(form, {"claim": CLAIM, "source": URL})
    assert await claims(server) == [CLAIM]
    (held,) = (await server.desk.watchlist.show(server.guild.id, 1)).sources
    assert (held[0].url, held[1]) == (URL, Role.ORIGIN)


async def test_a_visitor_is_refused_before_any_form(server: World) -> None:
    message = await server.visitor.send(server.channel, "Guava beats everyone.")
    result = await server.visitor.context_menu(server.channel, MENU, message)
    assert result.modal is None
    assert "You need the role" in shown(result)
    server.expect_errors()


async def test_a_bad_source_in_the_form_is_told(server: World) -> None:
    message = await server.visitor.send(server.channel, "Guava beats everyone.")
    form = await server.curator.context_menu(server.channel, MENU, message)
    result = await server.curator.submit_modal(form, {"claim": CLAIM, "source": "herald"})
    assert "Only http and https" in shown(result)
    assert await claims(server) == []
    server.expect_errors()
