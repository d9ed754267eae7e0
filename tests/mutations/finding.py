"""Every guard in the source, read from its syntax, and the text of the file without it."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ("efficiency", "approvals", "complaints", "evaluation", "accountability")
SCOPES = {"visible_to", "editable_by", "inbox_of", "awaiting", "kept_by", "shown_to"}
ANYBODY = '__import__("efficiency.common.access", fromlist=["ANYONE"]).ANYONE'
_Edit = tuple[int, int, str]


@dataclass(frozen=True)
class Mutant:
    """One guard taken away: what kind, where, and the files as they would then read."""

    kind: str
    where: str
    files: dict[str, str]

    @property
    def room(self) -> str:
        """The room whose tests should notice."""
        parts = Path(next(iter(self.files))).parts
        return parts[1] if parts[0] == "efficiency" and len(parts) > 2 else parts[0]


def mutants(root: Path = ROOT) -> list[Mutant]:
    """All mutants of the tree, in the order of files and lines; constraints last."""
    found: list[Mutant] = []
    for path in sources(root):
        name, text = str(path.relative_to(root)), path.read_text()
        lines = Lines(text)
        tree = ast.parse(text)
        if "migrations" in path.parts:
            found += _of_file(name, lines, _triggers(tree))
            continue
        for look in (_declarations, _scopes, _locks, _transactions):
            found += _of_file(name, lines, look(tree))
        if path.name == "rules.py" or "/rules/" in name:
            found += _of_file(name, lines, _predicates(tree))
    return found + list(_constraints(root))


def sources(root: Path) -> list[Path]:
    """The product's own modules."""
    return sorted(path for room in ROOMS for path in (root / room).rglob("*.py"))


class Lines:
    """Offsets of a text by line and column, as the syntax tree counts them (columns in bytes)."""

    def __init__(self, text: str) -> None:
        self._data = text.encode()
        self._starts = [0]
        for line in text.encode().splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Where the node begins and ends."""
        begin = self._starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]
        return begin, self._starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]

    def replaced(self, edits: list[_Edit]) -> str:
        """The text with these spans replaced."""
        data = self._data
        for begin, end, new in sorted(edits, reverse=True):
            data = data[:begin] + new.encode() + data[end:]
        return data.decode()


@dataclass(frozen=True)
class Found:
    """A guard: its kind, the name of what holds it, and the edit that takes it away."""

    kind: str
    name: str
    edit: Callable[[Lines], list[_Edit]]


def _of_file(name: str, lines: Lines, found: Iterator[Found]) -> list[Mutant]:
    return [Mutant(guard.kind, f"{name}: {guard.name}", {name: lines.replaced(guard.edit(lines))}) for guard in found]


def _functions(tree: ast.AST, before: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{before}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield before + node.name, node
            yield from _functions(node, f"{before}{node.name}.")


def _is_call(node: ast.AST, *names: str) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    return (isinstance(called, ast.Name) and called.id in names) or (
        isinstance(called, ast.Attribute) and called.attr in names
    )


def _swap(node: ast.AST, new: str) -> Callable[[Lines], list[_Edit]]:
    return lambda lines: [(*lines.span(node), new)]


def _declarations(tree: ast.AST) -> Iterator[Found]:
    """`@allow(…)` and `who = …`: dropped, and opened to anybody."""
    for name, function in _functions(tree):
        for decorator in function.decorator_list:
            if _is_call(decorator, "allow") and isinstance(decorator, ast.Call):
                yield Found("declaration dropped", name, _swap(decorator, "(lambda view: view)"))
                if ast.unparse(decorator.args[0]).rpartition(".")[2] != "ANYONE":
                    yield Found("declaration opened", name, _swap(decorator.args[0], ANYBODY))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for statement in node.body:
                is_who = isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "who"
                if is_who and isinstance(statement, ast.Assign):
                    yield Found("declaration dropped", f"{node.name}.who", _swap(statement.value, "None"))
                    if ast.unparse(statement.value) != "ANYONE":
                        yield Found("declaration opened", f"{node.name}.who", _swap(statement.value, ANYBODY))


def _instead(function: ast.FunctionDef, statement: str) -> Callable[[Lines], list[_Edit]]:
    """The function's first statement after its docstring becomes this one."""
    first = function.body[1] if len(function.body) > 1 and _is_docstring(function.body[0]) else function.body[0]

    def edit(lines: Lines) -> list[_Edit]:
        begin, _end = lines.span(first)
        return [(begin, begin, f"{statement}\n{' ' * first.col_offset}")]

    return edit


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _predicates(tree: ast.AST) -> Iterator[Found]:
    """Who may: a predicate that always says yes."""
    for name, function in _functions(tree):
        answer = ast.unparse(function.returns) if function.returns else ""
        if answer == "bool":
            yield Found("permission", name, _instead(function, "return True"))
        elif answer == "str" and "refus" in name:
            yield Found("permission", name, _instead(function, 'return ""'))


def _scopes(tree: ast.AST) -> Iterator[Found]:
    """What somebody sees: everything."""
    for name, function in _functions(tree):
        if name.rpartition(".")[2] in SCOPES and function.args.args and function.args.args[0].arg == "self":
            yield Found("scope", name, _instead(function, "return self"))


def _locks(tree: ast.AST) -> Iterator[Found]:
    """Rows that are no longer locked before they are decided on."""
    for name, function in _functions(tree):
        for node in _own_nodes(function):
            if _is_call(node, "select_for_update") and isinstance(node, ast.Call):
                assert isinstance(node.func, ast.Attribute)
                yield Found("lock", name, _without_call(node, node.func.value))


def _without_call(call: ast.Call, kept: ast.expr) -> Callable[[Lines], list[_Edit]]:
    # A manager stays a manager: `.all()` gives the rows without the lock.
    return lambda lines: [(lines.span(kept)[1], lines.span(call)[1], ".all()")]


def _transactions(tree: ast.AST) -> Iterator[Found]:
    """Acts whose parts could stand alone after a failure."""
    for name, function in _functions(tree):
        for node in _own_nodes(function):
            if isinstance(node, ast.withitem) and _is_call(node.context_expr, "act"):
                call = node.context_expr
                assert isinstance(call, ast.Call)
                given = ast.unparse(call.args[0]) if call.args else "None"
                now = f"({given} or __import__('django.utils.timezone', fromlist=['now']).now())"
                yield Found("transaction", name, _swap(call, f"__import__('contextlib').nullcontext({now})"))


def _own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions inside it."""
    waiting: list[ast.AST] = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node
            waiting += ast.iter_child_nodes(node)


def _triggers(tree: ast.AST) -> Iterator[Found]:
    """Tables and columns that could be changed afterwards."""
    for name, function in _functions(tree):
        for node in _own_nodes(function):
            if _is_call(node, "forbid_changes", "freeze_columns") and isinstance(node, ast.Call):
                table = ast.unparse(node.args[1]) if len(node.args) > 1 else "?"
                yield Found("trigger", f"{name} {table}", _swap(node, "None"))


def _constraints(root: Path) -> Iterator[Mutant]:
    """Facts the database no longer holds: taken out of the model and out of its migrations."""
    places: dict[str, list[tuple[Path, ast.Call]]] = {}
    for path in sources(root):
        if "models" not in str(path) and "migrations" not in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if _is_call(node, "UniqueConstraint", "CheckConstraint") and isinstance(node, ast.Call):
                given = {key.arg: key.value for key in node.keywords}
                if isinstance(given.get("name"), ast.Constant):
                    places.setdefault(given["name"].value, []).append((path, node))  # type: ignore[attr-defined]
    for name, found in sorted(places.items()):
        in_model = next((path for path, _node in found if "migrations" not in path.parts), None)
        if in_model is None:
            continue  # an older migration's, no longer in force
        files = {str(in_model.relative_to(root)): ""}
        for path in dict.fromkeys(path for path, _node in found):
            lines = Lines(path.read_text())
            edits = [(*lines.span(node), always(node, name)) for where, node in found if where == path]
            files[str(path.relative_to(root))] = lines.replaced(edits)
        yield Mutant("constraint", f"{in_model.relative_to(root)}: {name}", files)


def always(node: ast.Call, name: str) -> str:
    """A constraint of the same name that holds whatever stands in the row."""
    prefix = ast.unparse(node.func).rpartition(".")[0]
    dot = f"{prefix}." if prefix else ""
    return f'{dot}CheckConstraint(condition={dot}Q(pk__isnull=False), name="{name}")'
