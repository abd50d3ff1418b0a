import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

interface Mount {
  readonly point: string;
  readonly type: string;
}

/**
 * Whether what is written to this folder outlives the container we run in: false where it goes to the container's own
 * layer or to memory. True where there is no container, and where nobody can tell.
 */
export function isLasting(folder: string, mounts: string | undefined = mountsOf()): boolean {
  const all = (mounts ?? '').split('\n').flatMap(mountIn);
  const root = all.find(({ point }) => point === '/');
  const under = all
    .filter(({ point }) => point === '/' || folder === point || folder.startsWith(`${point}/`))
    .reduce<Mount | undefined>((deepest, next) => {
      return deepest && deepest.point.length > next.point.length ? deepest : next;
    }, undefined);
  if (!root || !under) return true;
  return under.type !== 'tmpfs' && !(under.point === '/' && root.type === 'overlay');
}

// proc(5): id, parent, device, root, mount point, options, optional fields, a hyphen, type, source, options.
function mountIn(line: string): readonly Mount[] {
  const [, point, type] = /^\d+ \d+ \S+ \S+ (\S+) .*? - (\S+) /.exec(line) ?? [];
  if (!point || !type) return [];
  const plain = point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
  return [{ point: posix.normalize(plain), type }];
}

function mountsOf(): string | undefined {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    // No Linux.
    return undefined;
  }
}
