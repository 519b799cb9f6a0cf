import logging

import structlog

from unionhall.project.logs import PROCESSORS, mask_event, mask_text


def test_numbers_that_could_name_a_person_are_masked():
    masked = {
        "ID 11990119900307123X of": "ID 119*************** of",
        "phone 12012345678": "phone 120********",
        "phone 120 1234 5678": "phone 120**********",
        "card 6222021234567890123": "card 622****************",
        "card 6222 0212 3456 7890 123": "card 622********************",
    }

    assert {text: mask_text(text) for text in masked} == masked


def test_short_numbers_and_words_stay():
    text = "row 1234567 of 2023-03-08 20:15, 20000 members, code UH-4213"

    assert mask_text(text) == text


def test_nested_values_and_exceptions_are_masked_too():
    event = {"event": "x", "data": {"phone": ["12012345678"]}, "error": ValueError("12012345678"), "count": 20000}

    masked = mask_event(None, "info", event)

    assert masked == {"event": "x", "data": {"phone": ["120********"]}, "error": "120********", "count": 20000}


def test_the_id_of_a_request_stays_whole():
    assert mask_event(None, "info", {"request_id": "1234567890123456"}) == {"request_id": "1234567890123456"}


def test_a_traceback_is_masked():
    try:
        raise ValueError("12012345678")
    except ValueError:
        event = {"event": "failed", "exc_info": True}
        for processor in PROCESSORS[-2:]:
            event = processor(structlog.get_logger(), "error", event)

    assert "12012345678" not in str(event)
    assert "ValueError: 120********" in event["exception"]


def test_the_line_of_a_request_has_no_query_and_no_token(client, db, caplog):
    caplog.set_level(logging.INFO)

    client.get("/join/abcdefghijklmnopqrstuv/", {"phone": "12012345678"})

    said = " ".join(str(record.msg) for record in caplog.records)
    assert "GET /join/abcd…/" in said
    assert "efghijklmnopqrstuv" not in said
    assert "12012345678" not in said
