"""Tokens for tests, and programs that use them."""

import uuid
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from efficiency.integrators.actions import issue_secret, make_token
from efficiency.integrators.models import Token
from efficiency.integrators.scopes import Scope
from efficiency.organization.models import User
from tests.cast import make_unit

ALL_SCOPES = tuple(scope.value for scope in Scope)


def token_for(account: User, *scopes: str, days: int = 30) -> tuple[Token, str]:
    """A token that works for `account`, with its secret."""
    token = make_token(
        name="住建局工单系统",
        unit=account.unit or make_unit(),
        account=account,
        scopes=scopes or ALL_SCOPES,
        expires_at=timezone.now() + timedelta(days=days),
        actor=None,
    )
    return token, issue_secret(token=token, actor=None)


def program(secret: str = "") -> Client:
    """Another system: it brings a token and no session, and reads English."""
    headers = {"accept-language": "en"} | ({"authorization": f"Bearer {secret}"} if secret else {})
    return Client(headers=headers)


def program_of(account: User, *scopes: str) -> Client:
    """A program with a token that works for `account`."""
    return program(token_for(account, *scopes)[1])


def send(client: Client, path: str, body: Any = None, *, key: str = "") -> Any:
    """POST a body as JSON, under an idempotency key where one is named."""
    headers = {"idempotency-key": key} if key else {}
    return client.post(path, {} if body is None else body, content_type="application/json", headers=headers)


def new_key() -> str:
    return str(uuid.uuid4())


FILING = {
    "content": "小区门口的路灯三天不亮了，晚上出门看不清。",
    "kind": "repair",
    "place": "前进路100号",
    "identity": "real",
    "name": "金丝雀姓名",
    "phone": "13912345678",
    "email": "canary@example.cn",
}
