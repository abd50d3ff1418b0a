/** An error as PostgreSQL reports it (protocol message ErrorResponse). */
interface Reported extends Error {
  readonly severity: string;
  readonly code: string;
  readonly table?: string;
  readonly constraint?: string;
}

/**
 * The server refused a statement and undid it. Says which rule, never which values: what the server says of those may be
 * an address or a digest.
 */
export class StatementRefused extends Error {
  override readonly name = 'StatementRefused';
  /** SQLSTATE. */
  readonly code: string;

  constructor({ code, table, constraint }: Reported) {
    super(`PostgreSQL refused a statement: SQLSTATE ${[code, table, constraint].filter(Boolean).join(', ')}`);
    this.code = code;
  }

  /** A rival was faster: decided again, the same intention may be right. */
  get lostRace(): boolean {
    return lost.has(this.code);
  }
}

const lost = new Set([
  '40001', // serialization_failure: what the decision was taken on did not hold
  '40P01', // deadlock_detected
  '23505', // unique_violation
]);

// Classes of SQLSTATE in which the server, not the statement, is at fault: connection exception, insufficient
// resources, operator intervention (shut down, cancelled), system error; and a server that only reads since a fail-over.
const outages = new Set(['08', '53', '57', '58']);
const readOnly = '25006';

/** The server answered, it is well, and the statement is undone. */
export function isRefusal(error: unknown): error is Reported {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return false;
  const { code } = error;
  return typeof code === 'string' && code !== readOnly && !outages.has(code.slice(0, 2));
}
