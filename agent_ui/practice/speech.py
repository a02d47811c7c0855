"""Speaks what invented people say, where the extra `speech` is installed; nothing leaves this machine.

eSpeak NG comes as a wheel, under the GPL 3: it stands beside Raabta, is loaded when it is there, and is not needed.
"""

import ctypes
import io
import wave
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from typing import Any, Final

from campaigns.rules.carrier.read_in import read_in

PACKAGE: Final = "espeakng_loader"
VOICES: Final[Mapping[str, bytes]] = {"en": b"en", "hi": b"hi", "ur": b"ur", "pa": b"pa"}
WORDS_A_MINUTE: Final = 140
# Of speak_lib.h: sound is handed over as it is made, texts are UTF-8, the rate is parameter 1.
_SYNCHRONOUS: Final = 2
_UTF8: Final = 1
_RATE: Final = 1
_Heard = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Speaker:
    """The library in this process, which speaks one sentence at a time."""

    def __init__(self, library: Any, data: str) -> None:
        self._library, self._turn, self._sound = library, Lock(), bytearray()
        self._hertz = library.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), 0)
        self._hear = _Heard(self._keep)  # kept: the library calls it as long as it lives
        library.espeak_SetSynthCallback(self._hear)
        library.espeak_SetParameter(_RATE, WORDS_A_MINUTE, 0)

    def say(self, words: str, voice: bytes) -> bytes:
        """Return a sentence as WAV."""
        written = words.encode()
        with self._turn:
            self._sound.clear()
            self._library.espeak_SetVoiceByName(voice)
            self._library.espeak_Synth(written, ctypes.c_size_t(len(written) + 1), 0, 0, 0, _UTF8, None, None)
            sound = bytes(self._sound)
        file = io.BytesIO()
        with wave.open(file, "wb") as recording:
            recording.setparams((1, 2, self._hertz, len(sound) // 2, "NONE", ""))
            recording.writeframes(sound)
        return file.getvalue()

    def _keep(self, wave_: Any, samples: int, _events: Any) -> int:
        if wave_ and samples > 0:
            self._sound += ctypes.string_at(wave_, samples * 2)
        return 0


@cache
def speaker() -> Speaker | None:
    """Return the library; None where it is not installed."""
    if find_spec(PACKAGE) is None:
        return None
    found = import_module(PACKAGE)
    return Speaker(ctypes.CDLL(found.get_library_path()), found.get_data_path())


def voice_for(language: str) -> bytes | None:
    """Return the voice that speaks a language or the nearest one to it; None where nothing speaks here."""
    nearest = read_in(language, list(VOICES))
    return VOICES[nearest] if nearest and find_spec(PACKAGE) else None
