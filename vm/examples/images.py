"""Pictures through a pipeline, side by side: draw, resize, watermark, fingerprint, with Pillow in the steps.

    python -m vm run vm/examples/images.py
    python -m vm run vm/examples/images.py --arg count=20 --arg width=48

The steps are plain functions, so they run in threads and the machine's cores share the work. Small pictures
travel through the journal as bytes; big ones belong in a store, with their key in the journal.
Needs Pillow: pip install 'workflow-vm[examples]'.
"""

import hashlib
import io

from PIL import Image, ImageDraw, ImageFont

from vm import gather


async def make_gallery(count: int = 4, width: int = 64) -> dict:
    "use workflow"
    return {"pictures": await gather(*(process(number, width) for number in range(count)))}


async def process(number: int, width: int) -> dict:
    """One picture's way. An ordinary function of the body: it runs in the sandbox, as the workflow does."""
    picture = await draw(number)
    small = await resize(picture, width)
    marked = await watermark(small, f"no {number}")
    return {"number": number, "pixels": await fingerprint(marked)}


def draw(number: int) -> bytes:
    "use step"
    image = Image.new("RGB", (160, 120), (40 * number % 256, 90, 160))
    pen = ImageDraw.Draw(image)
    for ring in range(1, 6):
        box = (80 - 12 * ring, 60 - 10 * ring, 80 + 12 * ring, 60 + 10 * ring)
        pen.rectangle(box, outline=(250, 30 * ring, 20 * number % 256))
    return _to_png(image)


def resize(picture: bytes, width: int) -> bytes:
    "use step"
    image = _from_png(picture)
    return _to_png(image.resize((width, image.height * width // image.width), Image.Resampling.NEAREST))


def watermark(picture: bytes, text: str) -> bytes:
    "use step"
    image = _from_png(picture)
    ImageDraw.Draw(image).text((2, 2), text, fill=(255, 255, 255), font=ImageFont.load_default_imagefont())
    return _to_png(image)


def fingerprint(picture: bytes) -> str:
    "use step"
    image = _from_png(picture)
    return f"{image.width}x{image.height} {hashlib.sha256(image.tobytes()).hexdigest()[:16]}"


def _from_png(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def _to_png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
