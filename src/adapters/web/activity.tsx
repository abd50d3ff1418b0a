import type { VNode } from 'preact';
import type { Activity } from '../../application/list-activity.js';
import { Moment, Said } from './parts.js';
import type { Visit } from './visit.js';

/** Newest first; what a person can make nothing of is left out. */
const shown = 8;

/** What has happened to the account lately, as the audit log has it. */
export function RecentActivity({ visit, entries }: { visit: Visit; entries: readonly Activity[] }): VNode | null {
  const { activity: words } = visit.words;
  const told = entries.flatMap((entry) => {
    const name = words.kinds[entry.kind];
    return name === undefined ? [] : [{ ...entry, name }];
  });
  if (told.length === 0) return null;
  return (
    <section aria-labelledby="activity">
      <h2 id="activity">{words.title}</h2>
      <ul class="rows">
        {told.slice(0, shown).map(({ name, outcome, at, device, address, byAdministrator }) => (
          <li>
            <div>
              <strong class={outcome === 'failure' ? 'low' : ''}>{name}</strong>
              <p class="hint">
                <Moment at={at} visit={visit} />
                {device !== undefined && (
                  <>
                    {' · '}
                    <Said>{device}</Said>
                  </>
                )}
                {address !== undefined && ` · ${words.from} ${address}`}
                {byAdministrator && ` · ${words.byAdministrator}`}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
