"""The API's doors, one module a resource: what other systems of the city may ask and do.

An operation stands at the address of its page, below /api/v1/, and answers what the page would
show to the same account. It declares `who` may use it and which `scope` a token needs.
"""
