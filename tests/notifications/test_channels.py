"""What robots and webhooks are sent, as their makers document it."""

import base64
import hashlib
import hmac
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from efficiency.notifications.channels.dingtalk import DingTalk
from efficiency.notifications.channels.door import Answer, UnableToReach
from efficiency.notifications.channels.feishu import Feishu
from efficiency.notifications.channels.messages import Message, told
from efficiency.notifications.channels.webhook import Webhook
from efficiency.notifications.channels.wecom import WeCom
from tests.cast import at

NOON = at("2026-09-28 12:00")
SECONDS = 1790568000


def message(subject: str = "黄牌〔2026〕1号", body: str = "超期。", key: str = "card-1-issued") -> Message:
    url = "https://portal.example.cn/cards/1/"
    return Message(key, "card.issued", subject, body, url, NOON, {"level": 1})


def body_of(value: bytes) -> Any:
    return json.loads(value)


def test_wecom_takes_text_and_no_signature() -> None:
    post = WeCom().dress([message()], "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K", "ignored", NOON)

    assert post.url == "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K"
    assert body_of(post.body) == {
        "msgtype": "text",
        "text": {"content": "黄牌〔2026〕1号\n超期。\nhttps://portal.example.cn/cards/1/"},
    }


def test_dingtalk_signs_in_the_address() -> None:
    """The documented rule: base64 of HMAC-SHA256 with the secret over milliseconds, line feed and secret."""
    post = DingTalk().dress([message()], "https://oapi.dingtalk.com/robot/send?access_token=T", "SECabc", NOON)

    asked = parse_qs(urlsplit(post.url).query)
    signed = hmac.new(b"SECabc", f"{SECONDS}000\nSECabc".encode(), hashlib.sha256).digest()
    assert asked["access_token"] == ["T"]
    assert asked["timestamp"] == [f"{SECONDS}000"]
    assert asked["sign"] == [base64.b64encode(signed).decode()]
    assert body_of(post.body)["msgtype"] == "text"


def test_dingtalk_without_a_secret_signs_nothing() -> None:
    post = DingTalk().dress([message()], "https://oapi.dingtalk.com/robot/send?access_token=T", "", NOON)

    assert post.url == "https://oapi.dingtalk.com/robot/send?access_token=T"


def test_feishu_signs_in_the_body() -> None:
    """The documented rule: base64 of HMAC-SHA256 over nothing, with seconds, line feed and secret as the key."""
    post = Feishu().dress([message()], "https://open.feishu.cn/open-apis/bot/v2/hook/H", "geheim", NOON)

    body = body_of(post.body)
    signed = hmac.new(f"{SECONDS}\ngeheim".encode(), b"", hashlib.sha256).digest()
    assert (body["timestamp"], body["sign"]) == (str(SECONDS), base64.b64encode(signed).decode())
    assert body["msg_type"] == "text"
    assert body["content"]["text"].startswith("黄牌")


def test_a_webhook_is_signed_over_time_and_body_and_bears_its_key() -> None:
    post = Webhook().dress([message()], "https://hook.example.cn/", "geheim", NOON)

    signed = hmac.new(b"geheim", f"{SECONDS}.".encode() + post.body, hashlib.sha256).hexdigest()
    assert post.headers["X-Signature"] == f"sha256={signed}"
    assert post.headers["X-Timestamp"] == str(SECONDS)
    assert post.headers["Idempotency-Key"] == "card-1-issued"
    assert body_of(post.body) == {
        "key": "card-1-issued",
        "kind": "card.issued",
        "at": "2026-09-28T04:00:00+00:00",
        "subject": "黄牌〔2026〕1号",
        "text": "超期。",
        "url": "https://portal.example.cn/cards/1/",
        "facts": {"level": 1},
    }


@pytest.mark.parametrize(
    ("speaker", "answer"),
    [
        (WeCom(), Answer(200, b'{"errcode":0,"errmsg":"ok"}')),
        (DingTalk(), Answer(200, b'{"errcode":0,"errmsg":"ok"}')),
        (Feishu(), Answer(200, b'{"code":0,"msg":"success"}')),
        (Feishu(), Answer(200, b'{"StatusCode":0,"StatusMessage":"success"}')),
        (Webhook(), Answer(204, b"")),
    ],
)
def test_a_taken_message_is_known_by_the_answer(speaker: Any, answer: Answer) -> None:
    speaker.heard(answer)


@pytest.mark.parametrize(
    ("speaker", "answer"),
    [
        (WeCom(), Answer(200, b'{"errcode":45009,"errmsg":"api freq out of limit"}')),
        (WeCom(), Answer(200, b'{"errcode":93000,"errmsg":"invalid webhook url"}')),
        (DingTalk(), Answer(200, b'{"errcode":310000,"errmsg":"sign not match"}')),
        (Feishu(), Answer(200, b'{"code":19021,"msg":"sign match fail"}')),
        (WeCom(), Answer(200, b"<html>gateway</html>")),
        (WeCom(), Answer(200, b"[]")),
        (WeCom(), Answer(500, b'{"errcode":0}')),
        (Webhook(), Answer(302, b"")),
        (Webhook(), Answer(500, b"")),
    ],
)
def test_a_message_that_was_not_taken_is_known_by_the_answer(speaker: Any, answer: Answer) -> None:
    with pytest.raises(UnableToReach):
        speaker.heard(answer)


def test_a_long_text_keeps_within_the_bytes_and_keeps_its_link() -> None:
    text = told([message(body="超" * 3000)], 2048)

    assert len(text.encode()) <= 2048
    assert text.endswith("…\nhttps://portal.example.cn/cards/1/")


def test_many_messages_share_the_bytes_and_each_keeps_its_link() -> None:
    text = told([message(subject="长" * 500) for _ in range(8)], 2048)

    assert len(text.encode()) <= 2048
    assert text.count("https://portal.example.cn/cards/1/") == 8
