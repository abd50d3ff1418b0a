export interface ReturnOptions {
  /** Where everything else leads. */
  readonly otherwise?: string;
  /** Other origins that may be returned to, each by exact comparison. */
  readonly origins?: readonly string[];
}

const longest = 2048;
/** A host that cannot exist: what resolves against it to somewhere else was no path of ours. */
const here = 'https://here.invalid';
// What a browser drops, takes for a slash, or would have to spell out.
const plain = /^[!-[\]-~]+$/;
const hiddenControl = /%(?:25)*(?:[01][0-9a-f]|7f)/i;
const harm = /\/\/|\\|^\/\s|[\p{Cc}\p{Cf}]/u;

/**
 * Where to go after a sign-in: `raw` where it is a path of this site (or of one of `origins`), else `otherwise`. Refuses
 * whatever some reader could take for another site: `//host`, backslashes, other schemes, userinfo, control characters,
 * and all of these encoded, however often (OWASP Unvalidated Redirects; ASVS 3.7.2).
 */
export function checkedReturnTo(raw: unknown, { otherwise = '/', origins = [] }: ReturnOptions = {}): string {
  if (typeof raw !== 'string' || raw.length > longest || !plain.test(raw)) return otherwise;
  const origin = origins.find((each) => raw === each || raw.startsWith(`${each}/`));
  const path = origin === undefined ? raw : raw.slice(origin.length) || '/';
  const checked = checkedPath(path);
  return checked === undefined ? otherwise : (origin ?? '') + checked;
}

function checkedPath(path: string): string | undefined {
  if (!path.startsWith('/') || hiddenControl.test(path) || !isHarmless(path.split(/[?#]/, 1)[0] ?? ''))
    return undefined;
  const url = URL.parse(path, here);
  // As a browser will read it, its dots resolved.
  return url?.origin === here && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : undefined;
}

/** Neither a path nor what it decodes to, however often, could lead out of the site. */
function isHarmless(pathname: string): boolean {
  for (let seen = pathname; ;) {
    // Full-width slashes are slashes to whoever normalises.
    if (harm.test(seen.normalize('NFKC'))) return false;
    const decoded = decode(seen);
    if (decoded === undefined) return false;
    if (decoded === seen) return true;
    seen = decoded;
  }
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
