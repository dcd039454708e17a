/** The parts of an object in the variables' view, and the pages of long lists. */
import type { Container, Page, Part } from "./containers.ts";
import type { Properties, PropertyDescriptor, RemoteObject } from "./inspector.ts";
import { argumentOf, type CallArgument, type InspectorSession } from "./session.ts";
import { hintOf, partName, sizeOf } from "./values.ts";

/** Longer lists are opened in pages of this many. */
export const PAGE = 100;

/** Of the machinery behind an object, what is worth seeing. */
const INTERNALS = new Set([
  "[[Prototype]]",
  "[[PromiseState]]",
  "[[PromiseResult]]",
  "[[Target]]",
  "[[Handler]]",
  "[[TargetFunction]]",
  "[[BoundThis]]",
  "[[BoundArgs]]",
  "[[GeneratorState]]",
  "[[PrimitiveValue]]",
]);

/** The parts of an object: its own properties and, of lists and collections, the elements in pages. */
export class ObjectParts implements Container {
  readonly #session: InspectorSession;
  readonly #object: RemoteObject;
  readonly #group: string;
  readonly #name: string | undefined;

  constructor(
    session: InspectorSession,
    object: RemoteObject,
    group: string,
    evaluateName?: string,
  ) {
    this.#session = session;
    this.#object = object;
    this.#group = group;
    this.#name = evaluateName;
  }

  async parts(page: Page): Promise<Part[]> {
    const size = sizeOf(this.#object);
    const isCollection = this.#object.subtype === "map" || this.#object.subtype === "set";
    if (size === undefined) return inPages(await this.#named(false), page);
    if (isCollection) return this.#collection(size, page);
    const asked = page.filter === "indexed" || (page.start !== undefined && !page.filter);
    if (asked) return this.#elements(page.start ?? 0, page.count || size, size);
    if (page.filter === "named") return inPages(await this.#named(true), page);
    if (size <= PAGE) return this.#named(false);
    return [...this.#pages(this.#object, size, this.#name), ...(await this.#named(true))];
  }

  async write(name: string, value: RemoteObject): Promise<void> {
    await this.#session.hook("assign", [
      { objectId: this.#object.objectId! },
      { value: name },
      argumentOf(value),
    ]);
  }

  async #properties(objectId: string, withoutElements: boolean): Promise<Properties> {
    return this.#session.post<Properties>("Runtime.getProperties", {
      objectId,
      ownProperties: true,
      generatePreview: true,
      nonIndexedPropertiesOnly: withoutElements,
    });
  }

  async #named(withoutElements: boolean): Promise<Part[]> {
    const objectId = this.#object.objectId!;
    const found = await this.#properties(objectId, withoutElements);
    const own = found.result
      .filter(({ name, isOwn }) => isOwn !== false && name !== "__proto__")
      .map((property) => this.#part(property));
    const inherited = withoutElements ? [] : await this.#inheritedGetters(own);
    const hidden = (found.privateProperties ?? []).map((property) => this.#part(property));
    const internal = (found.internalProperties ?? [])
      .filter(({ name, value }) => INTERNALS.has(name) && value?.subtype !== "null")
      .map(({ name, value }): Part => ({ name, value, hint: { visibility: "internal" } }));
    return [...own, ...inherited, ...hidden, ...internal];
  }

  /** The getters of the user's classes, which are read like properties of the object itself. */
  async #inheritedGetters(own: readonly Part[]): Promise<Part[]> {
    const { type, subtype, className = "Object", objectId } = this.#object;
    if (type !== "object" || subtype !== undefined || className in globalThis) return [];
    const { result } = await this.#session.post<Properties>("Runtime.getProperties", {
      objectId,
      accessorPropertiesOnly: true,
    });
    return result
      .filter(({ name, get, isOwn }) => get?.objectId && !isOwn && name !== "__proto__")
      .filter(({ name }) => !own.some((part) => part.name === name))
      .map((property) => this.#part(property));
  }

  #part(property: PropertyDescriptor): Part {
    const { name, value, get } = property;
    const hint = hintOf(property);
    const evaluateName = property.symbol ? undefined : partName(this.#name, name);
    if (value !== undefined) return { name, value, evaluateName, hint };
    if (get?.objectId === undefined) return { name, text: "undefined", hint };
    const container = new GetterPart(this.#session, this.#object, name, this.#group, get);
    return { name, text: "(…)", container, evaluateName, hint };
  }

  /** The entries of a Map or a Set, each under its number. */
  async #collection(size: number, page: Page): Promise<Part[]> {
    const found = await this.#properties(this.#object.objectId!, true);
    const entries = found.internalProperties?.find(({ name }) => name === "[[Entries]]")?.value;
    const rest = page.filter === "indexed" ? [] : await this.#named(true);
    if (entries?.objectId === undefined || page.filter === "named") return rest;
    if (page.start !== undefined || page.filter === "indexed" || size <= PAGE) {
      const count = page.count || size;
      return [...(await this.#slice(entries, page.start ?? 0, count, undefined)), ...rest];
    }
    return [...this.#pages(entries, size, undefined), ...rest];
  }

  #elements(start: number, count: number, size: number): Promise<Part[]> {
    return this.#slice(this.#object, start, Math.min(count, size - start), this.#name);
  }

  async #slice(
    list: RemoteObject,
    start: number,
    count: number,
    name: string | undefined,
  ): Promise<Part[]> {
    const given: CallArgument[] = [
      { objectId: list.objectId! },
      { value: start },
      { value: count },
    ];
    const part = await this.#session.hook("slice", given, { group: this.#group });
    const { result } = await this.#properties(part.objectId!, false);
    return result.map((property) => ({
      ...this.#part(property),
      evaluateName: partName(name, property.name),
    }));
  }

  #pages(list: RemoteObject, size: number, name: string | undefined): Part[] {
    // A list so long that its pages fill a page is first cut into few.
    let step = PAGE;
    while (size / step > PAGE) step *= PAGE;
    return this.#range(list, 0, size, step, name);
  }

  #range(
    list: RemoteObject,
    from: number,
    to: number,
    step: number,
    name: string | undefined,
  ): Part[] {
    const pages: Part[] = [];
    for (let start = from; start < to; start += step) {
      const end = Math.min(start + step, to);
      const container: Container = {
        parts: async () =>
          step > PAGE
            ? this.#range(list, start, end, step / PAGE, name)
            : this.#slice(list, start, end - start, name),
        write: this.#object === list ? (key, value) => this.write(key, value) : undefined,
      };
      pages.push({ name: `[${start} … ${end - 1}]`, text: "", container });
    }
    return pages;
  }
}

/** A getter: opened, it is run, and shows what it gave. */
class GetterPart implements Container {
  readonly #session: InspectorSession;
  readonly #owner: RemoteObject;
  readonly #name: string;
  readonly #group: string;
  readonly #getter: RemoteObject;

  constructor(
    session: InspectorSession,
    owner: RemoteObject,
    name: string,
    group: string,
    getter: RemoteObject,
  ) {
    this.#session = session;
    this.#owner = owner;
    this.#name = name;
    this.#group = group;
    this.#getter = getter;
  }

  async parts(): Promise<Part[]> {
    const value = await this.#session.hook(
      "get",
      [{ objectId: this.#owner.objectId! }, { objectId: this.#getter.objectId! }],
      { group: this.#group, preview: true },
    );
    return [{ name: this.#name, value }];
  }
}

/** Parts of which only a page was asked for. */
function inPages(parts: Part[], { start = 0, count, filter }: Page): Part[] {
  if (filter === "indexed") return [];
  return parts.slice(start, count ? start + count : undefined);
}
