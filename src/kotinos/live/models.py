"""Tables of the log and of what the fold keeps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Key(models.Model):
    """Who may send: ``digest`` is the SHA-256 of the key, ``source`` a pattern of Source codes."""

    name = models.CharField(max_length=60, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=60, default="*")
    created = models.DateTimeField()
    revoked = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class LogEntry(models.Model):
    """A message exactly as it came. ``id`` is its position; rows are never changed.

    ``sender`` and ``sender_seq`` deduplicate the transport; ``identity`` and ``version`` are the
    standard's, ``takes_back`` marks an invalidation, which shares them with the message it ends."""

    competition = models.CharField(max_length=24)
    sender = models.CharField(max_length=60)
    sender_seq = models.BigIntegerField(null=True)
    identity = models.CharField(max_length=64)
    version = models.BigIntegerField()
    takes_back = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    document_type = models.CharField(max_length=40)
    received = models.DateTimeField()
    raw = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sender", "sender_seq"], name="log_transport"),
            models.UniqueConstraint(fields=["identity", "version", "takes_back"], name="log_identity"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.document_type}"


class Quarantined(models.Model):
    """A message of a known sender that was refused: kept, with the reason."""

    competition = models.CharField(max_length=24, default="")
    sender = models.CharField(max_length=60, default="")
    reason = models.CharField(max_length=40)
    detail = models.TextField()
    received = models.DateTimeField()
    raw = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.reason} {self.detail[:60]}"


class Flagged(models.Model):
    """A message the fold could not use (``position``), or a document it could not make (``topic``)."""

    competition = models.CharField(max_length=24)
    position = models.BigIntegerField(null=True)
    topic = models.CharField(max_length=120, default="")
    error = models.TextField()

    def __str__(self) -> str:
        return f"{self.position} {self.topic} {self.error[:60]}"


class Kept(models.Model):
    """A piece of the fold's state, packed."""

    competition = models.CharField(max_length=24)
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=250)
    packed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["competition", "kind", "key"], name="kept_key")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Snapshot(models.Model):
    """A topic's document: what the front serves."""

    competition = models.CharField(max_length=24)
    topic = models.CharField(max_length=120)
    body = models.BinaryField()
    etag = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["competition", "topic"], name="snapshot_key")
        ]

    def __str__(self) -> str:
        return f"{self.competition} {self.topic}"


class Change(models.Model):
    """A published change, kept for readers that come back. ``seq`` never goes back within an epoch."""

    seq = models.BigIntegerField(primary_key=True)
    competition = models.CharField(max_length=24)
    topic = models.CharField(max_length=120)
    patch = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.seq} {self.topic}"


class Cursor(models.Model):
    """Where the fold stands: one row. ``position`` in the log, ``seq`` of the newest change."""

    epoch = models.CharField(max_length=16)
    position = models.BigIntegerField(default=0)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.epoch}:{self.seq} at {self.position}"


class Forwarding(models.Model):
    """How far the log was forwarded to a ``target``, and what stands in the way now.

    ``key`` is the digest of the key under which the target last took a message, ``answered`` when.
    ``halted``: nothing more is sent until somebody gives another key."""

    target = models.CharField(max_length=250, unique=True)
    position = models.BigIntegerField(default=0)
    key = models.CharField(max_length=64, default="")
    answered = models.DateTimeField(null=True)
    trouble = models.TextField(default="")
    since = models.DateTimeField(null=True)
    halted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.target} at {self.position}"


class NotTaken(models.Model):
    """A message of the log (``position``) that a target refused for good, with its receipt as JSON."""

    target = models.CharField(max_length=250)
    position = models.BigIntegerField()
    code = models.IntegerField()
    receipt = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["target", "position"], name="not_taken_once")
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.code}"
