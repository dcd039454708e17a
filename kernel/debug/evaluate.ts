/** Expressions that front ends ask for, in a frame or among the notebook's variables. */
import { transformer } from "../emit/packages.ts";
import type { Language } from "../language/language.ts";
import type { UserFrame } from "./frames.ts";
import type { Evaluated, RemoteObject } from "./inspector.ts";
import { EvaluationError, type InspectorSession, valueOf } from "./session.ts";

/** Expressions that can only read: what a hover may evaluate. */
const READS =
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\??\.[\p{ID_Continue}$_#]+|\[(?:\d+|"[^"]*")\])*$/u;

/**
 * The value of an expression, or of statements, in a frame. The notebook's variables are seen behind
 * the frame's own.
 * @param onlyRead refuse whatever has an effect
 * @throws EvaluationError where it throws or cannot be parsed
 */
export async function evaluateInFrame(
  session: InspectorSession,
  frame: UserFrame,
  expression: string,
  group: string,
  onlyRead = false,
): Promise<RemoteObject> {
  if (onlyRead && !READS.test(expression.trim())) {
    throw new EvaluationError("Only names and properties are looked up while the pointer rests.");
  }
  const evaluate = (text: string) =>
    session.post<Evaluated>("Debugger.evaluateOnCallFrame", {
      callFrameId: frame.call.callFrameId,
      expression: text,
      objectGroup: group,
      silent: true,
      generatePreview: true,
      throwOnSideEffect: onlyRead,
    });
  await session.hook("enter", []);
  try {
    const answer = await evaluate(expression);
    const failed = answer.exceptionDetails?.exception?.className === "SyntaxError";
    const plain = failed && !onlyRead ? withoutTypes(expression) : undefined;
    return valueOf(plain === undefined ? answer : await evaluate(plain));
  } finally {
    await session.hook("leave", []);
  }
}

/** TypeScript → JavaScript; undefined where that changes nothing, or where it is neither. */
function withoutTypes(expression: string): string | undefined {
  const { transformSync } = transformer();
  const { code, errors } = transformSync("expression.ts", expression, { sourceType: "module" });
  return errors.length > 0 || code.trim() === expression.trim() ? undefined : code;
}

/**
 * Runs code among the notebook's variables, as a cell of its own without output.
 * @param mayWait whether its promises can settle, which they cannot while the program is stopped
 * @throws EvaluationError where it throws or cannot be parsed
 */
export async function evaluateFreely(
  session: InspectorSession,
  language: Language,
  code: string,
  group: string,
  mayWait: boolean,
): Promise<RemoteObject> {
  const compiled = language.compile(code);
  if (!compiled.ok) throw new EvaluationError(compiled.errors[0]?.message ?? "This is no code.");
  const { js, names } = compiled.cell;
  const outcome = await session.hook("run", [{ value: js }], { wait: mayWait, group });
  if (names.length > 0) language.commit(code, compiled.cell);
  if (outcome.subtype === "promise") {
    throw new EvaluationError("While the program is stopped nothing can be awaited.");
  }
  if (outcome.objectId === undefined) return { type: "undefined" };
  return valueOf(
    await session.post<Evaluated>("Runtime.callFunctionOn", {
      objectId: outcome.objectId,
      functionDeclaration: "function(){return this.value}",
      silent: true,
      objectGroup: group,
      generatePreview: true,
    }),
  );
}
