/** A button that copies a text, and says that it has. */
import { element, setAttribute, setText } from "../dom.ts";

/** Milliseconds for which a button says "copied". */
const SAID_FOR = 1600;

export class CopyButton {
  readonly node = element("button", "tc-copy");
  #label = "";
  #text = "";
  #saying: ReturnType<typeof setTimeout> | undefined;

  constructor(className = "") {
    this.node.type = "button";
    if (className !== "") this.node.classList.add(className);
    this.node.addEventListener("click", () => void this.#copy());
  }

  /** An empty `text` hides the button. */
  update(label: string, hint: string, text: string): void {
    this.#label = label;
    this.#text = text;
    this.node.hidden = text === "";
    setAttribute(this.node, "title", hint);
    if (this.#saying === undefined) setText(this.node, label);
  }

  async #copy(): Promise<void> {
    const isCopied = await copyText(this.#text);
    setText(this.node, isCopied ? "copied" : "not allowed");
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => {
      this.#saying = undefined;
      setText(this.node, this.#label);
    }, SAID_FOR);
  }
}

/** Puts a text on the clipboard; false where the page may not. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Pages that were not served safely have no clipboard but the one of the selection. */
function copyBySelection(text: string): boolean {
  const area = element("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
  }
}
