"""What may be sent as a body: JSON, and no more of it than any operation needs."""

import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils import json as strict_json

LONGEST_BODY = 256 * 1024


class TooLarge(APIException):
    """The body is longer than any operation needs."""

    status_code = 413
    default_detail = gettext_lazy("The body is too large.")
    default_code = "too-large"


class JSONBody(JSONParser):
    """JSON in UTF-8, whatever the content type claims, and no longer than the operation's `longest_body`."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Read it. Raises ParseError and TooLarge."""
        longest = getattr((parser_context or {}).get("view"), "longest_body", LONGEST_BODY)
        body = stream.read(longest + 1)
        if len(body) > longest:
            raise TooLarge
        try:
            return json.loads(body.decode(), parse_constant=strict_json.strict_constant)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not JSON in UTF-8.")) from error
