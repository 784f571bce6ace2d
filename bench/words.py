"""How many words of the sample lines the recogniser gets wrong, straight from the files, and how long it thinks.

python -m bench.words
"""

import os
import time

from tests.speech import samples


def measure() -> dict[str, float]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spaces_project.settings")
    from apps.speech.opus import decoded
    from apps.speech.pocketsphinx import PocketSphinx

    engine = PocketSphinx("")
    found: dict[str, float] = {}
    for voice in samples.VOICES:
        errors = words = spoken = thought = 0.0
        for number, line in enumerate(samples.LINES, start=1):
            packets = samples.line(voice, number)
            began = time.process_time()
            heard = engine.words(decoded(packets), "en")
            thought += time.process_time() - began
            errors += samples.word_errors(line, heard)
            words += len(line.split())
            spoken += samples.seconds(packets)
        found[f"word error rate, {voice}"] = errors / words
        found[f"CPU seconds per second of speech, {voice}"] = thought / spoken
    return found


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name}: {value:.3f}")
