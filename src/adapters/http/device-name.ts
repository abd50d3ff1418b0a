import { parse } from 'bowser';
import type { DeviceLabel } from '../../domain/client.js';
import { deviceLabel } from '../../domain/label.js';
import { Recent } from '../../application/recent.js';

/** A session list shows it, a fact keeps it: a longer header says nothing more. */
const longestHeader = 512;
const known = new Recent<string, DeviceLabel | undefined>(1000);

/** "Firefox on Linux" from a User-Agent, or the program's own first word; printable text, whatever was sent. */
export function deviceName(userAgent: string | undefined): DeviceLabel | undefined {
  if (!userAgent) return undefined;
  const header = userAgent.slice(0, longestHeader);
  if (known.has(header)) return known.get(header);
  const label = named(header);
  known.put(header, label);
  return label;
}

function named(header: string): DeviceLabel | undefined {
  const { browser, os } = parse(header);
  const program = browser.name || /^[A-Za-z][\w. -]{0,31}(?=\/)/.exec(header)?.[0];
  if (!program) return os.name ? deviceLabel(os.name) : undefined;
  return deviceLabel(os.name ? `${program} on ${os.name}` : program);
}
