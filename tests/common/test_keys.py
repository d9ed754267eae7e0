"""Secret keys, commitments and query codes."""

from pathlib import Path

import pytest
from environ import FileAwareEnv

from efficiency.common.keys import commitment, key, keyed_digest, query_code, query_code_digest


def test_a_key_is_made_once_and_its_owner_alone_may_read_it(tmp_path: Path) -> None:
    first = key(FileAwareEnv(), "SOME_TEST_KEY", tmp_path)
    second = key(FileAwareEnv(), "SOME_TEST_KEY", tmp_path)

    assert first == second
    assert len(first) == 64
    assert (tmp_path / "keys" / "SOME_TEST_KEY").stat().st_mode & 0o777 == 0o600


def test_a_key_of_the_environment_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TEST_KEY", "given")

    assert key(FileAwareEnv(), "SOME_TEST_KEY", tmp_path) == "given"
    assert not (tmp_path / "keys").exists()


def test_a_key_may_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("from a file")
    monkeypatch.setenv("FILED_TEST_KEY_FILE", str(tmp_path / "secret"))

    assert key(FileAwareEnv(), "FILED_TEST_KEY", tmp_path) == "from a file"


def test_an_empty_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "SOME_TEST_KEY").touch()

    with pytest.raises(RuntimeError, match="is empty"):
        key(FileAwareEnv(), "SOME_TEST_KEY", tmp_path)


def test_parts_cannot_run_into_each_other() -> None:
    assert keyed_digest("k", "ab", "c") != keyed_digest("k", "a", "bc")


def test_a_commitment_is_the_same_for_the_same_text_and_32_bytes() -> None:
    assert commitment("王小明") == commitment("王小明")
    assert commitment("王小明") != commitment("王小朋")
    assert len(commitment("")) == 32


def test_a_query_code_has_sixty_bits_and_is_kept_as_a_digest() -> None:
    """THREATS 18."""
    code = query_code("TS-260928-123456")

    assert len(code) == 12
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    assert code != query_code("TS-260928-123457")
    assert code not in query_code_digest(code)


def test_a_query_code_is_taken_however_it_is_written() -> None:
    code = query_code("TS-260928-123456")
    written = f" {code[:4]}-{code[4:8]} {code[8:]}".lower()

    assert query_code_digest(written) == query_code_digest(code)
