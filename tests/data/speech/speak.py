"""`make speech-samples`: speaks every line of lines.txt in two voices, as small Ogg Opus files beside it.

Needs flite (Debian: apt-get install flite). The files are committed, so that tests need no speech synthesiser.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import soundfile

FOLDER = Path(__file__).parent
VOICES = ("slt", "rms")  # a woman's and a man's
_SIZE_FOR_QUALITY = 0.95  # 0 is the largest file, 1 the smallest; this is about 20 kbit/s


def speak(line: str, voice: str, target: Path) -> None:
    with tempfile.NamedTemporaryFile(suffix=".wav") as plain:
        subprocess.run(["flite", "-voice", voice, "-t", line, "-o", plain.name], check=True)
        samples, rate = soundfile.read(plain.name)
    soundfile.write(target, samples, rate, format="OGG", subtype="OPUS", compression_level=_SIZE_FOR_QUALITY)


def main() -> None:
    if not shutil.which("flite"):
        sys.exit("Speaking needs flite. On Debian: apt-get install flite")
    for number, line in enumerate((FOLDER / "lines.txt").read_text().splitlines(), start=1):
        for voice in VOICES:
            speak(line, voice, FOLDER / f"{voice}-{number:02}.opus")


if __name__ == "__main__":
    main()
