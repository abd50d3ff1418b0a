import type { Brand } from '../../domain/ids.js';

/** What `JSON.stringify` makes of `T`: dates are ISO strings, and what is undefined is not there. */
export type Json<T> = T extends Date
  ? string
  : T extends string | number | boolean | undefined | Brand<string, string>
    ? T
    : T extends readonly (infer Each)[]
      ? readonly Json<Each>[]
      : { readonly [Key in keyof T]: Json<T[Key]> };

export const dateIn = (json: string | undefined): Date | undefined => (json === undefined ? undefined : new Date(json));
