/** Inter, for which figures are laid out: few systems have it, and another font's texts would be cut or meet. */
import { fontAddresses } from "./assets.ts";

/** Resolves when the page has the font, or could not get it: figures are drawn all the same, in the system's. */
export async function loadFonts(): Promise<void> {
  await Promise.allSettled(
    fontAddresses().map(async ([weight, address]) => {
      const face = new FontFace("Inter", `url(${JSON.stringify(address)})`, { weight });
      document.fonts.add(await face.load());
    }),
  );
}
