"""Acts that are done once however often they are sent, and answered alike each time."""

import json
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from efficiency.common.moments import TooSlow, act, begins_again
from efficiency.common.problems import PROBLEM, as_problem
from efficiency.integrators import keys
from efficiency.portal.api.operation import Operation, Overloaded, Refused, Unprocessable, caller_of

HEADER = "Idempotency-Key"
SHORTEST, LONGEST = 16, 128
_WORDS = (
    "16 to 128 visible signs, made anew for each act, e.g. a UUID. Sent again with the same key and body, "
    "the act is not done twice and the answer is the same, for at least seven days."
)
KEY = OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, required=False, description=_WORDS)
KEY_NEEDED = OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, required=True, description=_WORDS)

Handler = Callable[..., Response]


def once(handler: Handler) -> Handler:
    """Do the act and keep its answer in one transaction, under the key that was sent (if one was).

    An answer that says what was done or refused (2xx, 409) is kept; after any other the key is free.
    """

    @wraps(handler)
    def post(view: Operation, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = key_of(request)
        try:
            if not key:
                return _done(lambda: handler(view, request, *args, **kwargs))
            taken = keys.take(caller=caller_of(request), key=key, request=_sent(request))
            if isinstance(taken, keys.Known):
                return _again(taken)
            return _keeping(taken, lambda: handler(view, request, *args, **kwargs))
        except TooSlow as error:
            raise Overloaded from error
        except keys.KeyUsedOtherwise as error:
            raise Unprocessable from error
        except keys.KeyInUse as error:
            raise Refused(_("An act under this idempotency key is being done. Ask again in a moment.")) from error

    return post


def key_of(request: Request, *, needed: bool = False) -> str:
    """The idempotency key; empty where none was sent. Raises ValidationError."""
    key: str = request.headers.get(HEADER, "")
    is_good = SHORTEST <= len(key) <= LONGEST and key.isascii() and key.isprintable() and " " not in key
    if (key or needed) and not is_good:
        sentence = _("Send an idempotency key of 16 to 128 visible signs, made anew for each act.")
        raise serializers.ValidationError({HEADER: [sentence]})
    return key


def _keeping(held: keys.Held, do: Callable[[], Response]) -> Response:
    def do_and_keep() -> Response:
        answer = do()
        _keep(held, answer)
        return answer

    try:
        return _done(do_and_keep)
    except Refused as refusal:
        told = as_problem(refusal, {})
        assert told is not None
        _keep(held, told)
        return told
    except BaseException:
        with suppress(Exception):  # the fault itself is what must be told
            keys.let_go(held)
        raise


def _keep(held: keys.Held, answer: Response) -> None:
    keys.keep(held, status=answer.status_code, body=JSONRenderer().render(answer.data))


def _again(known: keys.Known) -> Response:
    content_type = PROBLEM if known.status >= HTTPStatus.BAD_REQUEST else None
    headers = {"Idempotent-Replayed": "true"}
    return Response(json.loads(known.body), status=known.status, content_type=content_type, headers=headers)


@begins_again
def _done(do: Callable[[], Response]) -> Response:
    """Do it in one transaction: the act's own moment and, where there is one, its kept answer."""
    with act():
        return do()


def _sent(request: Request) -> str:
    """Everything that makes two requests the same."""
    try:
        return json.dumps([request.method, request.path, request.data], sort_keys=True)
    except RecursionError as error:
        raise ParseError(_("The body is nested too deeply.")) from error
