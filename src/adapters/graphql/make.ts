type Fields<T> = { readonly [K in keyof T as K extends 'message' ? never : K]: T[K] };
type Given<T> = Fields<T> & Partial<Pick<T, Extract<keyof T, 'message'>>>;

/**
 * An answer of one object type. Union members are told apart by their class, so a look-alike object would not do. A
 * message may be left out where the type brings its own.
 */
export function make<T extends object>(type: new () => T, fields: Given<T>): T {
  return Object.assign(new type(), fields);
}
