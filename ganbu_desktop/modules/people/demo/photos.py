"""Small drawn silhouettes in place of photos."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

VARIANTS = 24
_WIDTH, _HEIGHT = 240, 300
_GROUNDS = ((67, 110, 171), (176, 52, 52), (238, 240, 244))
_SKINS = ((236, 205, 178), (222, 184, 152), (244, 217, 194))
_CLOTHES = ((34, 40, 56), (58, 62, 70), (26, 54, 82), (92, 46, 58))


def silhouettes(rng: random.Random) -> list[bytes]:
    """Return the JPEG of each variant: 4:5, no metadata, below 8 KB."""
    return [_drawn(rng) for _ in range(VARIANTS)]


def _drawn(rng: random.Random) -> bytes:
    image = Image.new("RGB", (_WIDTH, _HEIGHT), rng.choice(_GROUNDS))
    pen = ImageDraw.Draw(image)
    skin, cloth = rng.choice(_SKINS), rng.choice(_CLOTHES)
    width, long_hair = rng.randint(42, 52), rng.random() < 0.4
    hair = (rng.randint(18, 60),) * 3
    centre, top = _WIDTH // 2, rng.randint(52, 62)
    if long_hair:
        pen.rounded_rectangle((centre - width - 12, top, centre + width + 12, top + 150), 40, fill=hair)
    pen.rounded_rectangle((24, 216, _WIDTH - 24, _HEIGHT + 60), 56, fill=cloth)
    pen.polygon(((centre - 26, 206), (centre + 26, 206), (centre, 262)), fill=(245, 246, 248))
    pen.rectangle((centre - 19, 170, centre + 19, 222), fill=skin)
    pen.ellipse((centre - width, top + 10, centre + width, top + 142), fill=skin)
    pen.chord((centre - width - 3, top, centre + width + 3, top + 96), 180, 360, fill=hair)
    target = io.BytesIO()
    image.save(target, "JPEG", quality=82, optimize=True)
    return target.getvalue()
