"""``POST /odf``: what reaches the intake, and what the sender hears."""

from __future__ import annotations

import gzip
import http.client
import json
import threading

import msgspec
import pytest

from kotinos.live.terms import Finding, Receipt

from .front_kit import QUICK, eventually, running

MESSAGE = b"<OdfBody/>"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    settings = msgspec.structs.replace(QUICK, odf_limit=100_000, odf_memory=250_000, body_seconds=0.3)
    with running(tmp_path_factory.mktemp("front"), settings) as front:
        yield front


@pytest.fixture
def front(whole):
    whole.intake.got.clear()
    whole.intake.answer = None
    return whole


def post(front, body, method="POST", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=5)
    connection.request(method, "/odf", body, {n.replace("_", "-"): v for n, v in headers.items()})
    response = connection.getresponse()
    receipt = json.loads(response.read())
    connection.close()
    assert receipt["code"] == response.status
    assert response.getheader("Content-Type") == "application/json"
    return response, receipt


def test_a_message_reaches_the_intake_with_its_key_and_number(front):
    _, receipt = post(front, MESSAGE, X_API_KEY="secret", X_Kotinos_Seq="17")
    assert receipt == {"code": 200, "position": 1}
    post(front, gzip.compress(MESSAGE), Content_Encoding="gzip")
    assert front.intake.got == [(MESSAGE, "secret", 17), (MESSAGE, "", None)]


def test_the_receipt_is_the_answer(front):
    finding = Finding("xml", "error", "/OdfBody", "not well-formed", "close the element", 3)
    for code, name, value in (
        (400, "", None),
        (401, "WWW-Authenticate", "X-API-KEY"),
        (503, "Retry-After", "1"),
    ):
        front.intake.answer = Receipt(code=code, findings=(finding,))
        response, receipt = post(front, MESSAGE)
        assert response.status == code
        assert receipt["findings"][0]["remedy"] == "close the element"
        assert not name or response.getheader(name) == value


# mtime: gzip writes the time of day, and a test must be called the same in every worker.
@pytest.mark.parametrize(
    ("method", "body", "headers", "code"),
    [
        ("GET", None, {}, 405),
        ("PUT", MESSAGE, {}, 405),
        ("POST", MESSAGE, {"X_Kotinos_Seq": "-1"}, 400),
        ("POST", MESSAGE, {"X_Kotinos_Seq": "1.5"}, 400),
        ("POST", MESSAGE, {"Content_Encoding": "br"}, 415),
        ("POST", MESSAGE, {"Content_Encoding": "gzip"}, 400),
        ("POST", b"x" * 100_001, {}, 413),
        ("POST", [b"x" * 50_000] * 3, {}, 413),
        ("POST", gzip.compress(b"x" * 100_001, mtime=0), {"Content_Encoding": "gzip"}, 413),
        ("POST", gzip.compress(b"\0" * 60_000_000, mtime=0), {"Content_Encoding": "gzip"}, 413),
    ],
)
def test_what_cannot_be_a_message_never_reaches_the_intake(front, method, body, headers, code):
    if isinstance(body, list):
        body = iter(body)
    response, receipt = post(front, body, method, **headers)
    assert (response.status, front.intake.got) == (code, [])
    assert receipt["message"]
    assert response.getheader("Allow") == ("POST" if code == 405 else None)


def test_a_message_of_the_greatest_size_is_taken(front):
    assert post(front, b"x" * 100_000)[1]["code"] == 200
    assert front.intake.got == [(b"x" * 100_000, "", None)]


def test_a_body_that_does_not_come_is_given_up(front):
    raw = front.talk(b"POST /odf HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
    assert raw.startswith(b"HTTP/1.1 408")


def test_a_refusal_before_the_body_is_asked_for_ends_the_connection(front):
    raw = front.talk(
        b"POST /odf HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999\r\nExpect: 100-continue\r\n\r\n"
    )
    assert raw.startswith(b"HTTP/1.1 413")
    assert b"connection: close" in raw


def test_all_bodies_together_are_bounded_and_the_memory_is_given_back(front):
    half = b"POST /odf HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + b"x" * 99_999
    with front.connect() as one, front.connect() as two:
        one.sendall(half)
        two.sendall(half)
        door = front.front._server.config.loaded_app
        eventually(lambda: door.app._odf._held == 199_998)
        assert post(front, b"x" * 60_000)[0].status == 503
        one.sendall(b"x")
        assert one.recv(1 << 16).startswith(b"HTTP/1.1 200")
    eventually(lambda: door.app._odf._held == 0)
    assert len(front.intake.got) == 1


def test_an_intake_that_fails_is_a_503_so_that_the_sender_keeps_the_message(front, caplog):
    front.intake.answer = OSError("disk full")
    response, receipt = post(front, MESSAGE)
    assert (response.status, receipt["message"]) == (503, "the message could not be stored")
    assert "disk full" in caplog.text


def test_many_senders_are_answered_each_with_its_own_receipt(front):
    answers = []

    def send(number):
        answers.append(post(front, b"%d" % number, X_Kotinos_Seq=str(number))[1]["position"])

    threads = [threading.Thread(target=send, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == list(range(1, 31))
    assert all(int(raw) == seq for raw, _, seq in front.intake.got)


def post_batch(front, body, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=5)
    connection.request("POST", "/odf/batch", body, {n.replace("_", "-"): v for n, v in headers.items()})
    response = connection.getresponse()
    told = json.loads(response.read())
    connection.close()
    return response, told


@pytest.mark.parametrize("packed", [False, True])
def test_batch_reaches_the_intake_in_order_and_every_message_has_its_receipt(front, packed):
    body = b"7 10\n<OdfBody/>\n- 3\n\n\xff\n\n8 0\n\n"
    headers = {"Content_Encoding": "gzip"} if packed else {}
    response, told = post_batch(front, gzip.compress(body) if packed else body, X_API_KEY="secret", **headers)
    assert (response.status, told) == (200, [{"code": 200, "position": n} for n in (1, 2, 3)])
    assert front.intake.got == [
        (b"<OdfBody/>", "secret", 7),
        (b"\n\xff\n", "secret", None),
        (b"", "secret", 8),
    ]


@pytest.mark.parametrize(
    ("body", "code", "word"),
    [(b"", 400, "empty"), (b"<OdfBody/>", 400, "byte 0"), (b"x" * 100_001, 413, "at most")],
)
def test_what_is_no_batch_never_reaches_the_intake(front, body, code, word):
    response, told = post_batch(front, body)
    assert (response.status, told["code"], front.intake.got) == (code, code, [])
    assert word in told["message"]


def test_a_batch_the_intake_fails_on_is_a_503_as_a_whole(front):
    front.intake.answer = OSError("disk full")
    response, told = post_batch(front, b"1 1\na\n2 1\nb\n")
    assert (response.status, told["code"]) == (503, 503)


def test_other_addresses_below_the_door_lead_to_it(front):
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=5)
    connection.request("POST", "/odf/bulk", b"1 1\na\n")
    response = connection.getresponse()
    told = json.loads(response.read())
    connection.close()
    assert (response.status, told["code"]) == (404, 404)
    assert "/odf/batch" in told["message"]
