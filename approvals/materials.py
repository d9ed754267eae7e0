"""Which materials an item asks the applicant for."""

from approvals.models import Item


def wanted(item: Item) -> list[str]:
    """The names of what must be handed in: not what is optional, nor what the counter obtains by data sharing."""
    rows = {row.name: row for row in item.material_rows.all()}
    names = item.material_list
    return [name for name in names if name not in rows or (rows[name].required and not rows[name].shared)]
