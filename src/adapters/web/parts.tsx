import type { ComponentChildren, VNode } from 'preact';
import type { Visit } from './visit.js';

interface Inside {
  readonly children: ComponentChildren;
}

/** What went wrong: said aloud, focused without any script (HTML, `autofocus`), and told again by the field it is about. */
export const Alert = ({ children }: Inside): VNode => (
  <div class="alert" id="problem" role="alert" tabIndex={-1} autofocus>
    {children}
  </div>
);

/** What went well. */
export const Notice = ({ children }: Inside): VNode => (
  <div class="notice" role="status">
    {children}
  </div>
);

/** What others chose to be called: its direction is its own, and reaches nothing around it. */
export const Said = ({ children }: { readonly children: string }): VNode => <bdi dir="auto">{children}</bdi>;

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly wrong?: boolean;
  readonly value?: string;
  readonly type?: 'text' | 'password';
  readonly autocomplete: string;
  readonly inputMode?: 'email' | 'numeric' | 'text';
  readonly focus?: boolean;
  readonly maxLength?: number;
  readonly optional?: boolean;
}

export function Field({ name, label, hint, wrong, focus, value = '', type = 'text', ...rest }: FieldProps): VNode {
  const { autocomplete, inputMode, maxLength, optional } = rest;
  const described = [...(wrong ? ['problem'] : []), ...(hint === undefined ? [] : [`${name}-hint`])].join(' ');
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        {...(type === 'password' ? { type } : { type })}
        value={value}
        dir={type === 'password' ? 'ltr' : 'auto'}
        autocomplete={autocomplete}
        {...(inputMode && { inputMode })}
        {...(maxLength !== undefined && { maxLength })}
        {...(described && { 'aria-describedby': described })}
        {...(wrong && { 'aria-invalid': 'true' })}
        {...(focus && { autofocus: true })}
        required={!optional}
        autocapitalize="none"
        autocorrect="off"
        spellcheck={false}
      />
      {hint !== undefined && (
        <span class="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
    </p>
  );
}

interface CodeProps {
  readonly label: string;
  readonly backup?: boolean;
  readonly wrong?: boolean;
  /** Under a picture, which the focus would scroll away. */
  readonly below?: boolean;
}

/** A code: large, by digits where it has only digits, and filled in by what the device knows. */
export function CodeField({ label, backup, wrong, below }: CodeProps): VNode {
  return (
    <p class="field code">
      <label for="code">{label}</label>
      <input
        id="code"
        name="code"
        type="text"
        dir="ltr"
        autocomplete={backup ? 'off' : 'one-time-code'}
        inputMode={backup ? 'text' : 'numeric'}
        maxLength={backup ? 40 : 16}
        required
        autocapitalize={backup ? 'characters' : 'none'}
        autocorrect="off"
        spellcheck={false}
        {...(!backup && { 'data-digits': '6' })}
        {...(wrong && { 'aria-invalid': 'true', 'aria-describedby': 'problem' })}
        {...(!wrong && !below && { autofocus: true })}
      />
    </p>
  );
}

interface FormProps extends Inside {
  readonly to: string;
  readonly returnTo?: string | undefined;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly class?: string;
}

export const Form = ({ to, returnTo, hidden = {}, children, class: kind }: FormProps): VNode => (
  <form method="post" action={to} {...(kind && { class: kind })}>
    {returnTo !== undefined && <input type="hidden" name="returnTo" value={returnTo} />}
    {Object.entries(hidden).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    {children}
  </form>
);

/** A span of time that runs out: read once, not every second; without a script it stands. */
export function Countdown({ until, done, visit }: { until: Date; done: string; visit: Visit }): VNode {
  const seconds = Math.max(1, Math.ceil((until.getTime() - visit.now.getTime()) / 1000));
  return (
    <span role="timer" data-seconds={seconds} data-done={done}>
      {spanOf(seconds, visit.asked.language)}
    </span>
  );
}

/** Seconds in the largest unit that says enough. */
export function spanOf(seconds: number, language: string): string {
  const days = 86_400;
  const [count, unit] =
    seconds < 100
      ? [Math.ceil(seconds), 'second']
      : seconds < 2 * days
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.round(seconds / days), 'day'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
}

const units = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Infinity],
] as const;

/** How long ago: nobody's time zone is needed for it. */
export function Moment({ at, visit }: { readonly at: Date; readonly visit: Visit }): VNode {
  let ago = Math.max(0, (visit.now.getTime() - at.getTime()) / 1000);
  let unit: (typeof units)[number][0] = 'second';
  for (const [name, many] of units) {
    unit = name;
    if (ago < many) break;
    ago /= many;
  }
  const { words, asked } = visit;
  const format = new Intl.RelativeTimeFormat(asked.language, { numeric: 'auto' });
  const said = unit === 'second' ? words.justNow : format.format(-Math.floor(ago), unit);
  return <time dateTime={at.toISOString()}>{said}</time>;
}
