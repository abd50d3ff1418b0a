/** `portcullis/client`: types and typed documents of every operation, and who keeps the session. */
export * from './documents.js';
export * from './errors.js';
export type * from './operations.js';
export { Portcullis, type PortcullisOptions } from './portcullis.js';
export type { Passage } from './passage.js';
export type { Answer, Demand, Notice, Root } from './answer.js';
export type { AskThePerson, FactorQuestion, PasswordQuestion, Question, Verdict } from './question.js';
export { MemoryDevice, MemoryTokens, type DeviceStore, type Tokens, type TokenStore } from './tokens.js';
