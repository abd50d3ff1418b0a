import { expect } from 'chai';
import { parseSync, Visitor } from 'oxc-parser';
import { contents, sources } from './support/repository.js';

/** Every call of a method with this name in the service, as `file: object`. */
function callers(method: string): readonly string[] {
  return sources
    .filter(({ path }) => path.startsWith('src/') && !path.startsWith('src/testing/'))
    .flatMap(({ path }) => {
      const source = contents(path);
      const found: string[] = [];
      new Visitor({
        CallExpression: ({ callee }) => {
          if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
          if (callee.property.name !== method) return;
          found.push(`${path}: ${source.slice(callee.object.start, callee.object.end)}`);
        },
      }).visit(parseSync(path, source).program);
      return found;
    });
}

/** Files that take a name from a module whose path ends so. */
const importers = (module: string): readonly string[] =>
  sources.flatMap(({ path, imports }) =>
    path.startsWith('src/') && imports.some(({ specifier }) => specifier?.endsWith(module)) ? [path] : [],
  );

describe('What is issued', () => {
  it('is issued by one desk each, whatever door it leaves through', () => {
    expect(callers('issue')).to.have.members([
      'src/application/session-desk.ts: this.its.issuers[session.kind]',
      'src/application/challenge-desk.ts: this.its.tokens',
      'src/application/challenge-desk.ts: MfaChallenge',
      'src/application/link-desk.ts: MailedLink',
      'src/application/exchange-machine-token.ts: machines',
    ]);
  });

  it('stands for a session that one desk opened', () => {
    const opened = callers('open').filter((each) => each.endsWith(': AuthSession'));
    expect(opened).to.deep.equal(['src/application/session-desk.ts: AuthSession']);
  });

  it('is beyond the reach of every door', () => {
    const doors = /^src\/adapters\/(graphql|rest|http|web)\//;
    const makers = [
      'ports/credential-issuer.js',
      'ports/challenge-tokens.js',
      'credentials/jwt-issuer.js',
      'credentials/cookie-session-issuer.js',
      'credentials/challenge-tokens.js',
      'credentials/sign-jws.js',
      'application/session-desk.js',
    ];
    const types = /^import type \{[^}]*\} from '[^']*(?:session-desk|challenge-tokens)\.js';$/gm;
    for (const maker of makers) {
      const reached = importers(maker).filter((path) => doors.test(path));
      // A door may name what a desk hands over, and nothing that makes it.
      const more = reached.filter(
        (path) =>
          !contents(path)
            .match(types)
            ?.some((line) => line.includes(maker.split('/')[1] ?? '')),
      );
      expect(more, maker).to.deep.equal([]);
    }
  });

  it('is handed to the two that need it: one issues, one reads', () => {
    const wanting = contents('src/container.ts')
      .split('\n')
      .filter((line) => line.includes("'issuers'"))
      .map((line) => /new (\w+)\(/.exec(line)?.[1]);
    expect(wanting).to.have.members(['SessionDesk', 'AuthenticateRequest']);
  });
});
