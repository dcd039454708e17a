/** Colours as an eye sees them: luminance, contrast, CIELAB and the distance between two of them. */

/** Three numbers: red, green, blue in linear light (0…1), or L*, a*, b*. */
export type Triple = readonly [number, number, number];

/** `#rrggbb` in linear light (IEC 61966-2-1, the sRGB standard). */
export function linear(hex: string): Triple {
  const part = (at: number) => {
    const encoded = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

/** WCAG 2.2's contrast of two colours, 1…21. */
export function contrast(one: string, other: string): number {
  const luminance = (hex: string) => {
    const [red, green, blue] = linear(hex);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Linear light in CIELAB under D65. */
export function lab([red, green, blue]: Triple): Triple {
  const f = (t: number) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29);
  // IEC 61966-2-1; the white point is the sum of each row.
  const x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const degrees = (angle: number) => (angle * 180) / Math.PI;
const radians = (angle: number) => (angle * Math.PI) / 180;

/**
 * CIEDE2000 of two colours in CIELAB: 1 is about what can just be seen side by side.
 *
 * Sharma, Wu & Dalal 2005, "The CIEDE2000 Color-Difference Formula", equations 2–22.
 */
export function distance([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const seventh = (chroma: number) => Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7));
  const g = 0.5 * (1 - seventh((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2)); // 2–4
  const chroma1 = Math.hypot((1 + g) * a1, b1); // 5, 6
  const chroma2 = Math.hypot((1 + g) * a2, b2);
  const hueOf = (a: number, b: number) =>
    a === 0 && b === 0 ? 0 : (degrees(Math.atan2(b, (1 + g) * a)) + 360) % 360; // 7
  const hue1 = hueOf(a1, b1);
  const hue2 = hueOf(a2, b2);
  const grey = chroma1 * chroma2 === 0;

  const turn = hue2 - hue1;
  const around = turn > 180 ? turn - 360 : turn < -180 ? turn + 360 : turn;
  const hueStep = 2 * Math.sqrt(chroma1 * chroma2) * Math.sin(radians(grey ? 0 : around) / 2); // 10, 11

  const sum = hue1 + hue2;
  const apart = Math.abs(turn) > 180;
  const hue = grey ? sum : apart ? (sum < 360 ? sum + 360 : sum - 360) / 2 : sum / 2; // 14
  const lightness = (l1 + l2) / 2;
  const chroma = (chroma1 + chroma2) / 2;
  const t =
    1 -
    0.17 * Math.cos(radians(hue - 30)) +
    0.24 * Math.cos(radians(2 * hue)) +
    0.32 * Math.cos(radians(3 * hue + 6)) -
    0.2 * Math.cos(radians(4 * hue - 63)); // 15
  const middle = (lightness - 50) ** 2;
  const lightnessPart = (l2 - l1) / (1 + (0.015 * middle) / Math.sqrt(20 + middle)); // 18
  const chromaPart = (chroma2 - chroma1) / (1 + 0.045 * chroma); // 19
  const huePart = hueStep / (1 + 0.015 * chroma * t); // 20
  const rotation =
    -2 * seventh(chroma) * Math.sin(radians(60 * Math.exp(-(((hue - 275) / 25) ** 2)))); // 16, 17, 21
  return Math.sqrt(
    lightnessPart ** 2 + chromaPart ** 2 + huePart ** 2 + rotation * chromaPart * huePart,
  ); // 22
}
