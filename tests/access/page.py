"""The object and field cells as a page of the documentation."""

from efficiency.portal.doors import doors
from tests.access.objects import CELLS, NO_OBJECT
from tests.access.test_fields import SHOWN
from tests.access.test_objects import DOORS, may_pass
from tests.access.world import PEOPLE

HEAD = """# Whom each object opens to

Made by `python -m tests.access` from the declarations that `tests/access` runs cell by cell; which address is open to
which role at all says [access.md](access.md). The objects belong to one department ("own"); it stands below another
("above"), has one below it and one beside it ("sibling"). ● opens · ○ 404 or 403 behind an open door, and nothing
changes · blank: the address itself refuses the role.
"""


def page() -> str:
    """Both tables in Markdown."""
    lines = [HEAD, "| address | object | " + " | ".join(PEOPLE) + " |", "|---|---|" + "---|" * len(PEOPLE)]
    for cell in CELLS:
        door = DOORS[cell.address]
        marks = [
            ("●" if name in cell.opens else "○") if may_pass(door, role) else ""
            for name, (role, _place) in PEOPLE.items()
        ]
        lines.append(f"| `/{door.route}` | {cell.about} | " + " | ".join(marks) + " |")
    lines += ["", f"Public, or nobody's object: {', '.join(f'`{name}`' for name in sorted(NO_OBJECT))}.", ""]
    lines += ["## Where a citizen's details are shown", "", "| address | to whom |", "|---|---|"]
    routes = {door.name: door.route for door in doors()}
    lines += [f"| `/{routes[name]}` | {who} |" for name, who in sorted(SHOWN)]
    lines += [
        "",
        "Nowhere else, in no list, export, answer of the API, file or head, whoever asks. Besides, somebody reads one",
        "identity by an act of his own, with a recorded purpose ([0006](decisions/0006-identity.md)).",
    ]
    return "\n".join(lines) + "\n"
