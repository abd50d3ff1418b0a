import type { DeviceLabel } from './client.js';

const longest = 64;

/** Printable text of at most 64 characters: what people and browsers call things, never believed and never markup. */
function printable(raw: string): string | undefined {
  const clean = raw
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return [...clean].slice(0, longest).join('').trim() || undefined;
}

export const deviceLabel = (raw: string): DeviceLabel | undefined => printable(raw) as DeviceLabel | undefined;
/** The owner's name for an authenticator. */
export const factorLabel = (raw: string | undefined): string => printable(raw ?? '') ?? 'Authenticator';
/** The owner's name for a program's credential. */
export const machineLabel = (raw: string | undefined): string => printable(raw ?? '') ?? 'Machine token';
export const serviceLabel = (raw: string | undefined): string => printable(raw ?? '') ?? 'Service account';
