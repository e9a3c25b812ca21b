"""The three steps with Python and Pillow: validate, four resizes, a text on each. One request a line on stdin."""
import io
import json
import sys
import time

from PIL import Image, ImageDraw, ImageFont, ImageOps

SIZES = ((150, 150), (480, None), (1024, None), (1920, None))


def validate(original):
    """verify() reads only the header of a JPEG: damage shows when the pixels are decoded."""
    Image.open(io.BytesIO(original)).verify()
    with Image.open(io.BytesIO(original)) as image:
        image.load()


def resize(original):
    resized = []
    with Image.open(io.BytesIO(original)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
        for width, height in SIZES:
            if height:
                scaled = ImageOps.fit(upright, (width, height), Image.Resampling.LANCZOS)
            else:
                scaled = upright.resize((width, round(upright.height * width / upright.width)), Image.Resampling.LANCZOS)
            file = io.BytesIO()
            scaled.save(file, "JPEG", quality=80)
            resized.append(file.getvalue())
    return resized


def watermark(jpeg, font_file, text):
    with Image.open(io.BytesIO(jpeg)) as image:
        picture = image.convert("RGBA")
    layer = Image.new("RGBA", picture.size, (255, 255, 255, 0))
    font = ImageFont.truetype(font_file, max(8, picture.width // 20))
    at = (picture.width * 0.97, picture.height * 0.97)
    ImageDraw.Draw(layer).text(at, text, font=font, fill=(255, 255, 255, 128), anchor="rs")
    file = io.BytesIO()
    Image.alpha_composite(picture, layer).convert("RGB").save(file, "JPEG", quality=80)
    return file.getvalue()


def main():
    for line in sys.stdin:
        request = json.loads(line)
        with open(request["path"], "rb") as file:
            original = file.read()
        before = time.process_time()
        validate(original)
        for jpeg in resize(original):
            watermark(jpeg, request["font"], request["text"])
        print(json.dumps({"cpuMs": (time.process_time() - before) * 1000}), flush=True)


main()
