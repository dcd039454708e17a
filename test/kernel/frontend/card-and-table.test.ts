// @vitest-environment jsdom
import { beforeAll, describe, expect, it, vi } from "vitest";
import { OutputView } from "../../../kernel/frontend/browser/output-view.ts";
import { cardAlt, cardModel } from "../../../lib/plots/card/model.ts";
import { exampleStudy } from "../../../lib/plots/common/example-study.ts";
import { themes } from "../../../lib/plots/common/theme.ts";
import { tables } from "../../../lib/plots/tables/index.ts";
import type { StudyView } from "../../../lib/study/observer.ts";
import { oddStudies } from "../../contracts/figure.ts";

// jsdom lays nothing out: every width is 0, so that Plotly is not asked for.
beforeAll(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined }));
});

function view() {
  const node = document.createElement("div");
  document.body.append(node);
  const output = new OutputView(node, () => undefined);
  const find = (selector: string) => node.querySelector<HTMLElement>(selector)!;
  return { node, output, find };
}

function cardPayload(study: StudyView) {
  const card = cardModel(study);
  return { version: 1, kind: "card", id: "c", alt: cardAlt(card), themes, card } as const;
}

describe("the card in a page", () => {
  it("shows every part of the model", async () => {
    const { node, output, find } = view();
    const payload = cardPayload(exampleStudy({ trials: 60, running: 0 }));
    await output.show(payload);
    const { card } = payload;
    const said = node.textContent;
    for (const words of [
      card.title,
      ...card.facts,
      card.best.label,
      card.best.text,
      ...card.params.map(({ text }) => text),
      ...card.importances!.rows.map(({ name }) => name),
      ...card.advice.flatMap(({ words: parts }) => parts.map(({ text }) => text)),
      card.next.title,
      card.next.code,
      card.next.remark,
    ]) {
      expect(said).toContain(words);
    }
    expect(find(".tunebook-card").dataset).toMatchObject({ finished: "60", status: "finished" });
    expect(find(".tunebook-card").getAttribute("aria-label")).toBe(payload.alt);
    expect(node.querySelectorAll(".tb-cell")).toHaveLength(60);
  });

  it("writes what a user wrote as text", async () => {
    for (const kind of ["with HTML in its names, choices and notes", "in which all failed"]) {
      const { node, output } = view();
      await output.show(cardPayload(oddStudies[kind]!()));
      expect(node.querySelector("img, script")).toBeNull();
      expect(node.textContent).toContain("<img src=x");
    }
  });

  it("copies code, and says where the page may not", async () => {
    const { output, find } = view();
    const payload = cardPayload(exampleStudy({ trials: 60, running: 0 }));
    await output.show(payload);
    const writeText = vi.fn<(text: string) => Promise<void>>(() => Promise.resolve());
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    const button = find("header .tc-copy");
    button.click();
    await expect.poll(() => button.textContent).toBe("copied");
    expect(writeText).toHaveBeenCalledWith(payload.card.paramsCode);
    writeText.mockImplementation(() => Promise.reject(new Error("denied")));
    find(".tc-next .tc-copy").click();
    await expect.poll(() => find(".tc-next .tc-copy").textContent).toBe("not allowed");
  });

  it("says so where it is damaged", async () => {
    const { node, output } = view();
    const payload = cardPayload(exampleStudy({ trials: 5, running: 0 }));
    const { ribbon: _, ...rest } = payload.card;
    await output.show({ ...payload, card: rest });
    expect(node.textContent).toContain("damaged");
  });
});

describe("a table in a page", () => {
  const numbers = (node: HTMLElement) =>
    [...node.querySelectorAll("tbody tr")].map((row) => Number(row.firstElementChild!.textContent));

  it("is turned by pages and sorted by a click: up, down, as it came", async () => {
    const { node, output, find } = view();
    const study = exampleStudy({ trials: 40, running: 0 });
    await output.show(tables.trials(study).toPayload());
    const first = Array.from({ length: 15 }, (_, row) => row);
    expect(numbers(node)).toEqual(first);
    find('[aria-label="Next page"]').click();
    expect(numbers(node)).toEqual(first.map((row) => row + 15));
    const ranked = study.trials
      .filter(({ state }) => state === "complete")
      .toSorted((one, other) => one.value! - other.value!)
      .map(({ number }) => number);
    const head = () => find('th button[title^="valLoss"]');
    head().click();
    expect(numbers(node).slice(0, 10)).toEqual(ranked.slice(0, 10));
    expect(head().parentElement!.getAttribute("aria-sort")).toBe("ascending");
    head().click();
    expect(numbers(node).slice(0, 10)).toEqual(ranked.toReversed().slice(0, 10));
    head().click();
    expect(numbers(node)).toEqual(first);
  });

  it("keeps its order and page when it is drawn again, and marks the best", async () => {
    const { node, output, find } = view();
    const study = exampleStudy({ trials: 40, running: 0 });
    const payload = tables.trials(study).toPayload();
    await output.show(payload);
    find('th button[title^="valLoss"]').click();
    const before = numbers(node);
    await output.repaint();
    expect(numbers(node)).toEqual(before);
    expect(find(".tb-best-row").firstElementChild!.textContent).toBe(String(before[0]));
  });
});
