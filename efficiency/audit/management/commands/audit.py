"""manage.py audit …: seal the log, verify it, take it away, witness it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from efficiency.audit import checkpoints, exporting, proofs, witness
from efficiency.audit.sealing import seal
from efficiency.audit.verification import examine
from efficiency.audit.verifier import Checkpoint


class Command(BaseCommand):
    """Everything about the log that is done at a terminal."""

    requires_system_checks = []  # a witness needs no database, an examiner no working pages
    help = "Seal, verify, export and witness the audit log; see docs/audit.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Subcommands and their options."""
        under = parser.add_subparsers(dest="what", required=True)
        sealing = under.add_parser("seal", help="Seal what has settled and publish its checkpoint.")
        sealing.add_argument(
            "--after-restore", action="store_true", help="Keep the checkpoints so far aside: a backup was restored."
        )
        verifying = under.add_parser("verify", help="Examine the whole log; exit code 1 where something is wrong.")
        verifying.add_argument(
            "--checkpoint", type=Path, action="append", default=[], help="A checkpoint kept outside."
        )
        exporting_ = under.add_parser("export", help="Write the log to a file that verifier.py reads.")
        exporting_.add_argument("file", type=Path)
        under.add_parser("keys", help="Show the keys of the portal and of its witnesses.")
        growing = under.add_parser("consistency", help="Print the proof that the log only grew between two sizes.")
        growing.add_argument("old", type=int)
        growing.add_argument("new", type=int)
        confirming = under.add_parser("witness", help="Co-sign the newest checkpoint; needs no database.")
        confirming.add_argument("--name", required=True, choices=checkpoints.WITNESSES)
        confirming.add_argument("--key", type=Path, required=True, help="The witness's key file; made on first use.")
        confirming.add_argument("--folder", type=Path, required=True, help="The witness's own folder.")
        confirming.add_argument("--log", type=Path, help="The portal's checkpoints or a copy of them.")
        confirming.add_argument("--portal-key", default="", help="The portal's key, as `audit keys` shows it.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        getattr(self, f"_{options['what']}")(options)

    def _seal(self, options: dict[str, Any]) -> None:
        if options["after_restore"] and (kept := checkpoints.set_aside(timezone.now())):
            self.stdout.write(f"The checkpoints so far are kept in {kept}.")
        sealed = seal()
        try:
            published = checkpoints.publish()
        except (checkpoints.UnableToPublish, OSError) as error:
            raise CommandError(f"sealed {sealed.entries} entries, but not published: {error}") from error
        self.stdout.write(
            f"sealed {sealed.entries} entries, the log has {sealed.size}; {published} checkpoints published"
        )

    def _verify(self, options: dict[str, Any]) -> None:
        given = [Checkpoint.read(path.read_text("utf-8")) for path in options["checkpoint"]]
        foreign = [each.size for each in given if not each.signed_by(checkpoints.verification_key())]
        kept, result = examine(actor=None, checkpoints=given)
        self.stdout.write(f"{kept.size} records, {result.unsealed} not sealed yet, {kept.seconds} s")
        for fault in result.faults[:20]:
            self.stdout.write(f"{fault.kind}: {fault.words}{' (only a checkpoint shows it)' if fault.outside else ''}")
        if foreign:
            raise CommandError(f"checkpoint {foreign[0]} is not signed with this portal's key.")
        if result.faults:
            raise CommandError(f"{len(result.faults)} faults; the first bad record: {result.faults[0].words}.")
        self.stdout.write("all is well")

    def _export(self, options: dict[str, Any]) -> None:
        with options["file"].open("wb") as file:
            file.writelines(exporting.export())

    def _keys(self, options: dict[str, Any]) -> None:
        self.stdout.write(checkpoints.verification_key())
        for each in checkpoints.witnesses():
            self.stdout.write(each.key or f"{each.name}: has confirmed nothing yet")

    def _consistency(self, options: dict[str, Any]) -> None:
        for step in proofs.consistency(options["old"], options["new"]):
            self.stdout.write(step.hex())

    def _witness(self, options: dict[str, Any]) -> None:
        log = options["log"] or checkpoints.folder()
        try:
            text = witness.confirm(options["name"], options["key"], log, options["folder"], options["portal_key"])
        except (witness.Refused, OSError, ValueError) as refusal:
            raise CommandError(f"Not confirmed: {refusal}.") from refusal
        self.stdout.write(text)
