/** The part of Chrome DevTools Protocol 1.3 that the debugger reads. Lines and columns are 0-based. */

/** A value in the runtime, or a handle of one. */
export interface RemoteObject {
  type: string;
  subtype?: string;
  className?: string;
  value?: unknown;
  unserializableValue?: string;
  description?: string;
  objectId?: string;
  preview?: ObjectPreview;
}

/** A glance at an object. */
export interface ObjectPreview {
  type: string;
  subtype?: string;
  description?: string;
  overflow: boolean;
  properties: PropertyPreview[];
  entries?: { key?: ObjectPreview; value: ObjectPreview }[];
}

/** A glance at a property. */
export interface PropertyPreview {
  name: string;
  type: string;
  subtype?: string;
  value?: string;
}

/** A property of an object. */
export interface PropertyDescriptor {
  name: string;
  value?: RemoteObject;
  get?: RemoteObject;
  set?: RemoteObject;
  symbol?: RemoteObject;
  enumerable: boolean;
  isOwn?: boolean;
}

/** Answer to `Runtime.getProperties`. */
export interface Properties {
  result: PropertyDescriptor[];
  internalProperties?: { name: string; value?: RemoteObject }[];
  privateProperties?: PropertyDescriptor[];
}

/** A place in a running text. */
export interface Location {
  scriptId: string;
  lineNumber: number;
  columnNumber?: number;
}

/** A place at which the engine may stop. */
export interface BreakLocation extends Location {
  type?: string;
}

/** Names that a frame sees. */
export interface InspectorScope {
  type: string;
  object: RemoteObject;
}

/** A call on the stack. */
export interface CallFrame {
  callFrameId: string;
  functionName: string;
  functionLocation?: Location;
  location: Location;
  scopeChain: InspectorScope[];
  this: RemoteObject;
  returnValue?: RemoteObject;
}

/** A stack that led to an asynchronous call. */
export interface AsyncStack {
  description?: string;
  callFrames: {
    functionName: string;
    scriptId: string;
    url: string;
    lineNumber: number;
    columnNumber: number;
  }[];
  parent?: AsyncStack;
}

/** `Debugger.paused` */
export interface Paused {
  callFrames: CallFrame[];
  reason: string;
  data?: { uncaught?: boolean; scriptId?: string } & Partial<RemoteObject>;
  hitBreakpoints?: string[];
  asyncStackTrace?: AsyncStack;
}

/** What went wrong in an evaluation. */
export interface ExceptionDetails {
  text: string;
  exception?: RemoteObject;
}

/** Answer to `Runtime.evaluate` and its like. */
export interface Evaluated {
  result: RemoteObject;
  exceptionDetails?: ExceptionDetails;
}

/** `Debugger.scriptParsed` */
export interface ScriptParsed {
  scriptId: string;
  url: string;
  sourceMapURL?: string;
  isModule?: boolean;
}
