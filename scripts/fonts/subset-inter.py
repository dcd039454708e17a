"""Makes the fonts of lib/plots/static/fonts: Inter, cut down to what figures write, and two marks more.

    python -m pip install fonttools
    python scripts/fonts/subset-inter.py FOLDER

FOLDER holds Inter-Regular.otf, Inter-Medium.otf and Inter-SemiBold.otf of a release of Inter
(https://rsms.me/inter, or Debian's fonts-inter). The result is committed, so a build needs none of this.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont

WEIGHTS = ["Regular", "Medium", "SemiBold"]
HERE = Path(__file__).resolve().parents[2] / "lib" / "plots" / "static" / "fonts"

RANGES = [
    (0x20, 0x7E),  # Basic Latin
    (0xA0, 0x17F),  # Latin-1 and Latin Extended-A
    (0x218, 0x21B),  # Romanian
    (0x370, 0x3FF),  # Greek
    (0x400, 0x45F),  # Cyrillic
    (0x2000, 0x200B),  # spaces, the thin one among them
    (0x2010, 0x2027),  # dashes, quotes, ellipsis
    (0x2070, 0x209C),  # superscripts and subscripts
    (0x2190, 0x2199),  # arrows
]
SIGNS = "−×÷±∞≈≠≤≥∑√∂∆·•―●○◦■□▪▲▼▶◀★☆✓✗€£°′″‰"

# Marks of figures' keys that Inter lacks are drawn here, in thousandths of the em.
BAR = "━"
RING = "◉"


def circle(pen, x, y, radius, clockwise):
    bend = 0.5523 * radius
    points = [
        ((x + radius, y + bend), (x + bend, y + radius), (x, y + radius)),
        ((x - bend, y + radius), (x - radius, y + bend), (x - radius, y)),
        ((x - radius, y - bend), (x - bend, y - radius), (x, y - radius)),
        ((x + bend, y - radius), (x + radius, y - bend), (x + radius, y)),
    ]
    if clockwise:
        mirror = [[(px, 2 * y - py) for px, py in curve] for curve in points]
        points = mirror
    pen.moveTo((x + radius, y))
    for curve in points:
        pen.curveTo(*curve)
    pen.closePath()


def draw_marks(font):
    unit = font["head"].unitsPerEm / 1000
    top = font["CFF "].cff.topDictIndex[0]
    glyphs = top.CharStrings

    def add(sign, name, width, draw):
        pen = T2CharStringPen(round(width * unit), None)
        draw(pen)
        charstring = pen.getCharString(top.Private, top.GlobalSubrs)
        glyphs.charStringsIndex.append(charstring)
        glyphs.charStrings[name] = len(glyphs.charStringsIndex) - 1
        top.charset.append(name)
        font.setGlyphOrder(top.charset)
        font["hmtx"].metrics[name] = (round(width * unit), 0)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[ord(sign)] = name

    def bar(pen):
        low, high = 290 * unit, 420 * unit
        corners = [(20 * unit, low), (880 * unit, low), (880 * unit, high), (20 * unit, high)]
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()

    def ring(pen):
        x, y = 450 * unit, 355 * unit
        circle(pen, x, y, 385 * unit, False)
        circle(pen, x, y, 275 * unit, True)
        circle(pen, x, y, 120 * unit, False)

    add(BAR, "key.bar", 900, bar)
    add(RING, "key.ring", 900, ring)


def main(folder: Path) -> None:
    wanted = [code for low, high in RANGES for code in range(low, high + 1)]
    wanted += [ord(sign) for sign in SIGNS]
    for weight in WEIGHTS:
        font = TTFont(folder / f"Inter-{weight}.otf")
        missing = [sign for sign in SIGNS if ord(sign) not in font.getBestCmap()]
        print(weight, "has no", " ".join(missing))
        options = subset.Options()
        options.layout_features = ["kern", "mark", "mkmk", "ccmp"]
        options.hinting = False
        options.desubroutinize = False
        options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
        options.notdef_outline = True
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=wanted)
        cutter.subset(font)
        draw_marks(font)
        font.save(HERE / f"Inter-{weight}.otf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
