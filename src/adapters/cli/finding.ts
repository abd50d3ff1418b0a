/** One thing that was looked at, and what to do where it is not right. Never a secret. */
export interface Finding {
  /** Such as `database`. */
  readonly what: string;
  readonly state: 'ok' | 'warning' | 'failure';
  readonly found: string;
  /** What would be right; where it is not. */
  readonly remedy?: string;
}
