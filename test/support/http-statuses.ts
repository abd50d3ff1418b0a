import { format } from 'prettier';
import { routes } from '../../src/adapters/rest/routes.js';
import { contents } from './repository.js';
import type { Said } from './rest-client.js';
import { factorSituations } from './rest-factor-situations.js';
import { machineSituations } from './rest-machine-situations.js';
import { sessionSituations } from './rest-session-situations.js';
import { signInSituations } from './rest-sign-in-situations.js';
import { Stages, type Situation } from './rest-stages.js';

export const statusTable = 'docs/http-statuses.md';

/** Every situation that the documentation tells of. */
const situations = [...signInSituations, ...sessionSituations, ...factorSituations, ...machineSituations];

const head = `# HTTP statuses of the REST flow

What each route answers in which situation. The table is written by playing every situation (\`npm run docs\`), and a test
fails where it is not what the service answers. A problem's \`type\` is \`urn:problem-type:portcullis:\` and the word in the
last column; \`GET /openapi.json\` describes its members.

| route | situation | status | problem |
| ----- | --------- | ------ | ------- |
`;

const row = ({ route, words }: Situation, { status, problem = '' }: Said): string => {
  const { method, path } = routes[route];
  return `| \`${method.toUpperCase()} ${path}\` | ${words} | ${status} | ${problem} |`;
};

/** Plays every situation; one after the other, for they share worlds whose clocks they move. */
export async function playedTable(each: (situation: Situation, said: Said) => void = () => undefined): Promise<string> {
  const stages = new Stages();
  const rows: string[] = [];
  try {
    for (const situation of situations) {
      const said = await situation.play(stages);
      each(situation, said);
      rows.push(row(situation, said));
    }
  } finally {
    await stages.close();
  }
  return format(`${head}${rows.join('\n')}\n`, { parser: 'markdown', printWidth: 120 });
}

export const committedTable = (): string => contents(statusTable);
