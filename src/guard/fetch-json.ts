export interface Fetched {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where the body is no JSON. */
  readonly body: unknown;
}

/** A guard's own users wait meanwhile (milliseconds). */
const patience = 3000;
const mostBytes = 64 * 1024;

/**
 * One GET, never redirected (it would carry credentials to where nobody looked, or reach inside a network), bounded in
 * time and size. Rejects where there is no such answer.
 */
export async function fetchJson(url: URL, headers: Readonly<Record<string, string>>): Promise<Fetched> {
  const signal = AbortSignal.timeout(patience);
  const response = await fetch(url, { headers: { accept: 'application/json', ...headers }, redirect: 'error', signal });
  const text = await bounded(response);
  return { status: response.status, headers: response.headers, body: parsed(text) };
}

async function bounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) throw new RangeError(`An answer of more than ${mostBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
