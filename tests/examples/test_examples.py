"""Each shipped example does what its docstring says."""

from __future__ import annotations

import pytest

from vm.errors import RunFailed


async def test_order_is_paid_packed_and_handed_over(drive) -> None:
    driven = await drive("order")
    assert driven.output["order"] == "A-7"
    assert driven.output["total"] == 5790
    assert driven.output["payment"].startswith("charged 57.90 under ")
    assert driven.output["payment"].endswith("/step_2")
    assert driven.output["tracking"] == "TRACK-A-7-800"


async def test_order_fails_at_once_when_there_is_no_such_order(drive) -> None:
    with pytest.raises(RunFailed, match="there is no order B-1"):
        await drive("order", "B-1")


async def test_order_waits_as_long_as_it_is_told(drive) -> None:
    assert (await drive("order", wait="3d")).days() == 3


async def test_saga_keeps_all_bookings_when_all_can_be_had(drive) -> None:
    assert (await drive("saga")).output == {"booked": True, "references": ["FLI-LISBON", "HOT-LISBON", "CAR-LISBON"]}


async def test_saga_gives_back_in_reverse_when_one_is_sold_out(drive) -> None:
    output = (await drive("saga", sold_out="car")).output
    assert output["why"] == "no car is left in Lisbon"
    assert output["returned"] == ["HOT-LISBON", "FLI-LISBON"]


async def test_batch_counts_every_word_once(drive) -> None:
    driven = await drive("batch")
    assert driven.output["chunks"] == 10
    assert driven.output["words"] == 5 * sum(range(1, 21))
    assert list(driven.output["totals"]) == sorted(driven.output["totals"])


async def test_batch_never_has_more_chunks_in_flight_than_its_width(drive) -> None:
    in_flight, most = 0, 0
    for kind in (await drive("batch", documents=200, width=3)).types():
        in_flight += {"step_created": 1, "step_completed": -1}.get(kind, 0)
        most = max(most, in_flight)
    assert most == 3


async def test_flaky_api_answers_at_the_fourth_request(drive) -> None:
    driven = await drive("flaky_api")
    assert driven.output == {"warmest": "Lagos", "celsius": 31}
    assert driven.types().count("step_retrying") == 6


async def test_flaky_api_waits_as_long_as_the_server_asks(drive) -> None:
    retrying = [event for event in (await drive("flaky_api", ["Oslo"])).events if event.type == "step_retrying"]
    assert retrying[0].retry_at_ms - retrying[0].at_ms == 2000
    assert "the server is busy" in retrying[0].error
    assert "the server failed with 500" in retrying[1].error
    assert "the connection broke" in retrying[2].error


async def test_flaky_api_gives_up_at_once_when_the_server_refuses(drive) -> None:
    with pytest.raises(RunFailed, match="the server refused Atlantis with 404"):
        await drive("flaky_api", ["Atlantis"])


@pytest.mark.parametrize(
    ("text", "answers_after", "because", "published"),
    [
        ("what a lovely day", 1, "clean", True),
        ("you idiot", 1, "foul", False),
        ("buy my miracle cure", 3, "looked at", True),
        ("buy my miracle cure", 100, "nobody looked at it in time", False),
    ],
)
async def test_moderation_decides_by_score_verdict_and_deadline(
    drive, text: str, answers_after: int, because: str, published: bool
) -> None:
    output = (await drive("moderation", text, answers_after)).output
    assert output == {"published": published, "because": because}


async def test_moderation_cancels_the_question_when_the_day_is_over(drive) -> None:
    driven = await drive("moderation")
    assert driven.days() == 1
    assert "step_cancelled" in driven.types()


async def test_drip_ends_when_the_user_becomes_active(drive) -> None:
    output = (await drive("drip", active_on=4)).output
    assert output["ended"] == "active"
    assert output["days"] == 4
    assert len(output["sent"]) == 2


async def test_drip_sends_the_whole_sequence_to_who_never_does(drive) -> None:
    driven = await drive("drip", active_on=1000)
    assert driven.output["sent"][-1] == "we miss you to ada@example.org"
    assert driven.days() == 25


@pytest.mark.parametrize("page_size", [1, 25, 103, 500])
async def test_migrate_moves_every_good_row_whatever_the_page_size(drive, page_size: int) -> None:
    assert (await drive("migrate", page_size)).output == {"moved": 100, "rejected": [13, 53, 93]}


async def test_images_gives_the_same_pixels_every_time(drive) -> None:
    first, second = (await drive("images", 2)).output, (await drive("images", 2)).output
    assert first == second
    assert [picture["number"] for picture in first["pictures"]] == [0, 1]
    assert all(picture["pixels"].startswith("64x48 ") for picture in first["pictures"])


async def test_approval_is_refused_when_nobody_answers_in_time(drive) -> None:
    driven = await drive("approval")
    assert driven.output == {"employee": "Grace", "granted": False, "why": "nobody answered in time"}
    assert driven.days() == 1


async def test_escrow_reminds_both_and_gives_the_money_back_when_time_is_up(drive) -> None:
    driven = await drive("escrow")
    assert driven.output == {"agreed": False, "said": ["nothing"], "paid": "1000.00 back to the buyer"}
    assert driven.days() == 7
    reminders = [event for event in driven.events if event.type == "step_created" and "remind" in event.step]
    assert len(reminders) == 2 * 3


async def test_fulfilment_has_a_child_run_for_each_parcel(drive) -> None:
    driven = await drive("fulfilment", parcels=2)
    assert driven.output == {"order": "A-7", "payment": "payment of A-7", "labels": ["A-7/1", "A-7/2"]}
    assert driven.types().count("child_completed") == 2


async def test_progress_imports_every_row(drive) -> None:
    assert (await drive("progress", files=2, rows=3)).output == {"files": 2, "rows": 6}


async def test_report_goes_on_as_a_new_run_each_day(drive) -> None:
    driven = await drive("report_forever", days=3)
    assert driven.output == {"days": 3, "total": 60}
    assert driven.types()[-1] == "run_continued"


async def test_payment_is_not_made_when_the_vendor_does_not_call_back(drive) -> None:
    driven = await drive("webhook_payment")
    assert driven.output == {"order": "A-7", "paid": False, "why": "the vendor did not call back"}


async def test_trip_is_booked_at_once_when_it_is_cheap(drive) -> None:
    driven = await drive("trip_graph", {"to": "Oslo"})
    assert driven.output["notify"] == "told the office about 300.00"
    assert driven.types().count("hook_created") == 0


async def test_etl_loads_every_file_and_makes_only_failed_attempts_again(drive) -> None:
    driven = await drive("etl_graph")
    assert driven.output == {"files": 6, "rows": 30, "sum": 210}
    assert driven.types().count("step_retrying") == 2


async def test_article_is_written_until_it_is_good(drive) -> None:
    output = (await drive("review_loop_graph", {"topic": "tides", "good_at": 4})).output
    assert (output["rounds"], output["score"]) == (4, 1.0)
    assert output["text"] == "on tides, now with examples, now with figures, now with sources"


async def test_user_who_signed_up_is_written_to_again_a_day_later(drive) -> None:
    driven = await drive("signup_graph", {"name": "Ada"})
    assert [mail.split(":")[0] for mail in driven.output["mails"]] == ["to ada@example.org"] * 2
    assert driven.days() == 1
