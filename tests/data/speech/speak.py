"""`make speech-samples`: speaks every line of lines.txt in two voices, and a sentence in other languages, as small Ogg Opus files beside it.

Needs flite and espeak-ng (Debian: apt-get install flite espeak-ng). The files are committed, so that tests need no speech synthesiser.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile

FOLDER = Path(__file__).parent
VOICES = ("slt", "rms")  # a woman's and a man's
OTHER_LANGUAGES = {
    "de": "Guten Morgen, heute sprechen wir über die neue Straße am Hafen und die Kinder.",
    "es": "Buenos días a todos, hoy hablamos de la nueva calle del puerto y de los niños.",
    "fr": "Bonjour à tous, nous parlons aujourd'hui de la nouvelle rue du port et des enfants.",
    "pl": "Dzień dobry wszystkim, dziś rozmawiamy o nowej ulicy przy porcie.",
}
RATE = 16_000  # flite's own; Opus does not take espeak's
_SIZE_FOR_QUALITY = 0.95  # 0 is the largest file, 1 the smallest; this is about 20 kbit/s


def speak(command: list[str], target: Path) -> None:
    """`command` writes a WAV file into the one that is named last."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as plain:
        subprocess.run([*command, plain.name], check=True)
        samples, rate = soundfile.read(plain.name)
    times = np.arange(round(len(samples) * RATE / rate)) * rate / RATE
    at_our_rate = np.interp(times, np.arange(len(samples)), samples)
    soundfile.write(target, at_our_rate, RATE, format="OGG", subtype="OPUS", compression_level=_SIZE_FOR_QUALITY)


def main() -> None:
    for program in ("flite", "espeak-ng"):
        if not shutil.which(program):
            sys.exit(f"Speaking needs {program}. On Debian: apt-get install {program}")
    for number, line in enumerate((FOLDER / "lines.txt").read_text().splitlines(), start=1):
        for voice in VOICES:
            speak(["flite", "-voice", voice, "-t", line, "-o"], FOLDER / f"{voice}-{number:02}.opus")
    for language, line in OTHER_LANGUAGES.items():
        speak(["espeak-ng", "-v", language, line, "-w"], FOLDER / f"other-{language}.opus")


if __name__ == "__main__":
    main()
