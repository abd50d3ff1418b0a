import type { AuthSessionState } from '../../domain/session/session-state.js';
import { challengeState } from './challenge-row.js';
import { deviceState } from './device-row.js';
import type { Known, KnownStates } from './known-states.js';
import { linkState, mailboxState } from './link-row.js';
import { poolState } from './pool-row.js';
import type { Cells } from './prepared-query.js';
import { Row } from './row.js';
import { sessionState } from './session-row.js';
import { userState } from './user-row.js';

/** Reads a state and its version where they stand among the cells of an answer; undefined where there is no such row. */
function rowOf<State>(read: (text: string) => State) {
  return (cells: Cells, at: number): Row<State> | undefined => {
    const text = cells[at];
    return text ? new Row(Number(cells[at + 1]), () => read(text)) : undefined;
  };
}

export const userRow = rowOf(userState);
export const poolRow = rowOf(poolState);
export const linkRow = rowOf(linkState);
export const mailboxRow = rowOf(mailboxState);
export const deviceRow = rowOf(deviceState);
export const challengeRow = rowOf(challengeState);

export function sessionRow(cells: Cells, at: number): Row<AuthSessionState> | undefined {
  const [text, version, lastSeenAt, idleUntil] = [cells[at], cells[at + 1], cells[at + 2], cells[at + 3]];
  if (!text || !lastSeenAt || !idleUntil) return undefined;
  return new Row(Number(version), () => sessionState(text, lastSeenAt, idleUntil));
}

/** A row whose state was either sent or is the one that is known. */
export function learntRow<Id extends string, State extends { readonly id: Id }>(
  recent: KnownStates<Id, State>,
  known: Known<State> | undefined,
  cells: Cells,
  at: number,
  read: (text: string) => State,
): Row<State> | undefined {
  const [version, stamp, text] = [cells[at], cells[at + 1], cells[at + 2]];
  if (!version || !stamp) return undefined;
  if (known?.stamp === stamp) return new Row(Number(version), () => known.state);
  if (!text) throw new Error('A state that was neither sent nor known');
  const state = read(text);
  recent.keep(state.id, { stamp, state });
  return new Row(Number(version), () => state);
}
