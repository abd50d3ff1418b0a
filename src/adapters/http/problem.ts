import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';

/** Why a request is refused before anybody looked at what it asks: a status and one sentence that holds nothing of the request. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    readonly detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }
}

/** Tells a client why it is refused: as problem details, or to a browser as a page. */
export type Tell = (req: IncomingMessage, res: ServerResponse, problem: Problem, requestId: string) => Promise<void>;

export const tellProblem: Tell = async (_req, res, problem, requestId) => sendProblem(res, problem, requestId);

/** Problem details, RFC 9457; the request id ties the answer to the log. */
export function problemBody(status: number, detail: string | undefined, requestId?: string): string {
  const title = STATUS_CODES[status] ?? 'Error';
  return JSON.stringify({
    type: 'about:blank',
    title,
    status,
    ...(detail && { detail }),
    ...(requestId && { requestId }),
  });
}

export function sendProblem(res: ServerResponse, problem: Problem, requestId: string): void {
  const body = Buffer.from(problemBody(problem.status, problem.detail, requestId));
  res.writeHead(problem.status, {
    ...problem.headers,
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': body.length,
  });
  res.end(body);
}
