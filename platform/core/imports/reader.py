"""The program that reads files of strangers: started anew for each file, with little memory and little time.

The file comes in on the standard input, its sheets go out as JSON on the standard output; nothing touches a disk.
A file made to crash or to fill its reader ends that program and nothing else.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Sequence

from core.imports.rules.books import read_file
from core.imports.rules.sheets import Refusal, Refused, Sheet

MEMORY = 768 * 1024 * 1024
"""Bytes of address space; Python and the library take 120 MiB of it before they begin."""
SECONDS = 20


def read_apart(content: bytes) -> list[Sheet]:
    """The sheets of a file, read by a program of its own.

    Raises:
        Refused: the file cannot be read.
    """
    command = [sys.executable, "-m", "core.imports.reader"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS + 5, check=False)
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise Refused(Refusal.TOO_HEAVY) from error
    if "refused" in answer:
        raise Refused(Refusal(answer["refused"]))
    return [Sheet(each["name"], each["rows"]) for each in answer["sheets"]]


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(content: bytes) -> dict[str, object]:
    try:
        return {"sheets": [{"name": each.name, "rows": each.rows} for each in read_file(content)]}
    except Refused as refused:
        return {"refused": refused.reason.value}
    except MemoryError:
        return {"refused": Refusal.TOO_HEAVY.value}


def main(arguments: Sequence[str] = ()) -> None:
    """Read the standard input, answer on the standard output."""
    _limit()
    json.dump(_answer(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
