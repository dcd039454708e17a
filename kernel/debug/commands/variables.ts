/** Commands that look at values, and change them. */
import { type Arguments, maybeNumber, numberOf, textOf } from "../arguments.ts";
import type { Command } from "../commands.ts";
import type { Page, Part } from "../containers.ts";
import type { Debugger } from "../debugger.ts";
import { evaluateFreely, evaluateInFrame } from "../evaluate.ts";
import type { RemoteObject } from "../inspector.ts";
import { ObjectParts, PAGE } from "../object-parts.ts";
import { DebugRequestError, type Variable } from "../protocol.ts";
import { NotebookNames } from "../scopes.ts";
import { argumentOf, type InspectorSession } from "../session.ts";
import { describeValue, hasParts, sizeOf, typeName } from "../values.ts";
import { frameOf } from "./run.ts";

/** What is shown of a value: its text, its type, and a number by which it is opened. */
function valueFields(
  state: Debugger,
  session: InspectorSession,
  value: RemoteObject,
  group: string,
  evaluateName?: string,
  whole = false,
): Omit<Variable, "name"> {
  const size = sizeOf(value);
  return {
    value: describeValue(value, whole),
    type: typeName(value, state.typeNames),
    evaluateName,
    indexedVariables: size !== undefined && size > PAGE ? size : undefined,
    variablesReference: hasParts(value)
      ? state.handles.add(new ObjectParts(session, value, group, evaluateName), group)
      : 0,
  };
}

function variableOf(
  state: Debugger,
  session: InspectorSession,
  part: Part,
  group: string,
): Variable {
  const { name, value, text = "", container, evaluateName, hint } = part;
  if (value) {
    const fields = valueFields(state, session, value, group, evaluateName);
    return { name, ...fields, presentationHint: hint };
  }
  const variablesReference = container ? state.handles.add(container, group) : 0;
  return { name, value: text, evaluateName, variablesReference, presentationHint: hint };
}

function pageOf(given: Arguments): Page {
  const { filter } = given;
  return {
    filter: filter === "indexed" || filter === "named" ? filter : undefined,
    start: maybeNumber(given, "start"),
    count: maybeNumber(given, "count"),
  };
}

let looks = 0;
const looking = new WeakMap<Debugger, Promise<object>>();
const groups = new WeakMap<Debugger, string[]>();

/** A group of handles for what is looked at while the program runs; the one before the last is dropped. */
function freshGroup(state: Debugger): string {
  const group = `look-${++looks}`;
  const held = groups.get(state) ?? [];
  held.push(group);
  if (held.length > 2) state.drop(held.shift()!);
  groups.set(state, held);
  return group;
}

/** Handles of a stop live as long as it does. */
const groupOf = (state: Debugger) => state.program.stopped?.group ?? freshGroup(state);

async function evaluate(
  state: Debugger,
  session: InspectorSession,
  expression: string,
  given: Arguments,
  group: string,
): Promise<RemoteObject> {
  const { stopped } = state.program;
  if (stopped && maybeNumber(given, "frameId") !== undefined) {
    const frame = frameOf(state, given);
    const onlyRead = given["context"] === "hover";
    if (given["context"] === "repl") stopped.round++;
    return evaluateInFrame(session, frame, expression, group, onlyRead);
  }
  const language = await state.options.language;
  return evaluateFreely(session, language, expression, group, stopped === undefined);
}

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

export const variableCommands: Record<string, Command> = {
  variables: {
    always: true,
    empty: { variables: [] },
    async run(state, given) {
      const reference = numberOf(given, "variablesReference");
      // JupyterLab asks for the parts of functions, whether they have a number or not.
      if (reference === 0) return { variables: [] };
      const { container, group } = state.handles.get(reference);
      const session = await state.session();
      const parts = await container.parts(pageOf(given));
      return { variables: parts.map((part) => variableOf(state, session, part, group)) };
    },
  },
  /** The notebook's own variables; asked for after every message of a cell that runs. */
  inspectVariables: {
    always: true,
    async run(state) {
      const look = async () => {
        const session = await state.session();
        const group = freshGroup(state);
        const parts = await new NotebookNames(session, group).parts({});
        return { variables: parts.map((part) => variableOf(state, session, part, group)) };
      };
      let answer = looking.get(state);
      if (answer === undefined) {
        answer = look().finally(() => looking.delete(state));
        looking.set(state, answer);
      }
      return answer;
    },
  },
  richInspectVariables: {
    always: true,
    async run(state, given) {
      const name = textOf(given, "variableName");
      if (!NAME.test(name)) {
        throw new DebugRequestError(
          `"${name}" is no variable of its own; look at the one that holds it.`,
        );
      }
      const session = await state.session();
      const { stopped } = state.program;
      const group = groupOf(state);
      const value =
        stopped && maybeNumber(given, "frameId") !== undefined
          ? await evaluateInFrame(session, frameOf(state, given), name, group)
          : await session.hook("read", [{ value: name }], { group });
      const drawn = await session.hook("draw", [argumentOf(value), { value: !stopped }], {
        byValue: true,
        wait: !stopped,
      });
      return drawn.value as object;
    },
  },
  setVariable: {
    async run(state, given) {
      const { container, group } = state.handles.get(numberOf(given, "variablesReference"));
      const name = textOf(given, "name");
      if (!container.write) throw new DebugRequestError(`"${name}" cannot be given another value.`);
      const session = await state.session();
      const frame = state.program.stopped?.frames[0];
      const asked = frame ? { frameId: frame.id } : {};
      const value = await evaluate(state, session, textOf(given, "value"), asked, group);
      await container.write(name, value);
      return valueFields(state, session, value, group);
    },
  },
  setExpression: {
    async run(state, given) {
      const session = await state.session();
      const group = groupOf(state);
      const [target, text] = [textOf(given, "expression"), textOf(given, "value")];
      const value = await evaluate(state, session, `${target} = (${text}\n)`, given, group);
      return valueFields(state, session, value, group);
    },
  },
  evaluate: {
    async run(state, given) {
      const session = await state.session();
      const group = groupOf(state);
      const expression = textOf(given, "expression");
      const found = await evaluate(state, session, expression, given, group);
      const whole = given["context"] === "clipboard";
      const name = NAME.test(expression.trim()) ? expression.trim() : undefined;
      const { value, ...rest } = valueFields(state, session, found, group, name, whole);
      return { result: value, ...rest };
    },
  },
  copyToGlobals: {
    async run(state, given) {
      const source = textOf(given, "srcVariableName");
      const target = textOf(given, "dstVariableName");
      if (!NAME.test(source) || !NAME.test(target)) {
        throw new DebugRequestError("Both srcVariableName and dstVariableName must be names.");
      }
      const session = await state.session();
      const frame = frameOf(state, given, "srcFrameId");
      const value = await evaluateInFrame(session, frame, source, groupOf(state));
      const { value: isKnown } = await session.hook("has", [{ value: target }], { byValue: true });
      await session.hook("set", [{ value: target }, argumentOf(value)]);
      // Later cells know it by its name; of its type nothing can be said.
      const declaration = `let ${target}: any;`;
      const language = await state.options.language;
      const compiled = language.compile(declaration);
      if (isKnown !== true && compiled.ok) language.commit(declaration, compiled.cell);
    },
  },
};
