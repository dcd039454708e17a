/** Small functions that the text of a cell carries along where it needs them. They take a box. */
export const HELPERS = {
  /** `typeof x` of a name that may not exist. */
  $typeof: `(b)=>{try{return typeof b.v}catch{return"undefined"}}`,
  /** `x = …` of a name that nobody declared is a ReferenceError, which reading its box throws. */
  $known: `(b)=>(b.v,b)`,
  /** Writing to a `const` or to an import. */
  $constant: `(b,n)=>({get v(){return b.v},set v(_){throw new TypeError("Assignment to constant variable '"+n+"'.")}})`,
  /** `var x` of a name that earlier cells know keeps its value, if it ever got one. */
  $declare: `(b)=>{try{b.v}catch{b.v=void 0}}`,
  /** An import that this cell does not use as a value may be a type: what is missing is an error when it is read. */
  $late: `(b,f)=>{try{b.v=f()}catch(e){Object.defineProperty(b,"v",{configurable:true,enumerable:true,get(){throw e},set(x){Object.defineProperty(b,"v",{value:x,writable:true,enumerable:true,configurable:true})}})}}`,
} as const;

/** A name in {@link HELPERS}. */
export type Helper = keyof typeof HELPERS;
