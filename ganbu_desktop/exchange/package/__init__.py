"""Many 任免审批表 files at a time: found in folders and archives, read in the worker process."""

from ganbu_desktop.exchange.package.found import Archives, FoundFile, collect_files
from ganbu_desktop.exchange.package.reading import LrmxReading, read_in_batches, read_job, read_people

__all__ = ["Archives", "FoundFile", "LrmxReading", "collect_files", "read_in_batches", "read_job", "read_people"]
