import { once } from 'node:events';
import { connect } from 'node:net';
import type { Visitor } from './visitor.js';

/** Sends a request whose answer never arrives: the connection is cut when its first byte comes back. */
export async function loseAnswer(
  { port }: { readonly port: number },
  visitor: Visitor,
  query: string,
  input: Record<string, unknown>,
): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.write(requestOf(visitor, query, input));
  await once(socket, 'data');
  socket.destroy();
}

/** Sends a request and hangs up at once: whether it is carried out is nobody's promise. */
export async function hangUp(
  { port }: { readonly port: number },
  visitor: Visitor,
  query: string,
  input: Record<string, unknown>,
): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>((resolve) => {
    socket.write(requestOf(visitor, query, input), () => resolve());
  });
  socket.destroy();
}

function requestOf({ cookies, tokens }: Visitor, query: string, input: Record<string, unknown>): string {
  const body = JSON.stringify({ query, variables: { input } });
  return [
    'POST /graphql HTTP/1.1',
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(cookies.header ? [`Cookie: ${cookies.header}`] : []),
    ...(tokens ? [`Authorization: Bearer ${tokens.accessToken}`] : []),
    '',
    body,
  ].join('\r\n');
}
