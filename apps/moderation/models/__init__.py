"""What is reported, found and decided, and the log of it."""

from apps.moderation.models.cases import Case, Report, Waiting
from apps.moderation.models.decisions import Appeal, Decision
from apps.moderation.models.log import LogEntry, LogHead
from apps.moderation.models.rules import Fingerprint, Rule

__all__ = ["Appeal", "Case", "Decision", "Fingerprint", "LogEntry", "LogHead", "Report", "Rule", "Waiting"]
