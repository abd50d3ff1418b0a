import { expect } from 'chai';
import { openLog } from '../../../src/adapters/http/log.js';
import { Secret } from '../../../src/domain/secret.js';
import { doorstep, post, raw } from '../../support/doorstep.js';

describe('The log', () => {
  function opened() {
    const lines: string[] = [];
    return { lines, log: openLog('info', { write: (line: string) => void lines.push(line) }) };
  }

  it('is one JSON object a request: what was asked, what came of it, how long it took', async () => {
    const door = await doorstep();
    await post(door);
    await door.close();
    expect(door.logged).to.have.length(1);
    const line = JSON.parse(door.logged[0] ?? '') as Record<string, unknown>;
    expect(Object.keys(line)).to.have.members(['level', 'time', 'requestId', 'method', 'path', 'status', 'ms', 'msg']);
    expect(line).to.include({ method: 'POST', path: '/graphql', status: 200 });
  });

  it('[N01] holds no header, no body and no query', async () => {
    const door = await doorstep();
    const canary = 'c4n4ry';
    await post(
      door,
      { authorization: `Bearer ${canary}`, cookie: `a=${canary}`, 'user-agent': canary },
      `{"a":"${canary}"}`,
    );
    await post(door, {}, `{"${canary}`);
    await fetch(`${door.url}/graphql?token=${canary}`);
    await fetch(`${door.url}/nowhere?token=${canary}`, { headers: { referer: canary } });
    await door.close();
    expect(door.logged).to.have.length(4);
    expect(door.logged.join('')).not.to.include(canary);
  });

  it('[N02] stays one printable line, whatever was asked for', async () => {
    const door = await doorstep();
    const paths = ['/a%0d%0aforged', '/a%1b[31m', '/a\u0085b', '/a\u00ff', `/${'x'.repeat(1500)}`];
    for (const path of paths) {
      await raw(door.port, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    }
    await door.close();
    expect(door.logged.length).to.be.at.least(3);
    for (const line of door.logged) {
      expect(line).to.match(/^[ -~]+\n$/);
      expect(line.length).to.be.below(700);
    }
  });

  it('[N02] escapes what a terminal or a viewer would act on, wherever it comes from', () => {
    const { lines, log } = opened();
    log.warn({ who: 'a\u2028b\u0085c\u202ed\u001b[31m\r\n"}{' }, 'x\u2029y');
    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^[ -~]+\n$/);
    expect(JSON.parse(lines[0] ?? '')).to.include({ who: 'a\u2028b\u0085c\u202ed\u001b[31m\r\n"}{', msg: 'x\u2029y' });
  });

  it('[N01] says of an error where it happened, and not what a statement held', () => {
    const { lines, log } = opened();
    const database = Object.assign(new Error('duplicate key (email)=(c4n4ry@example.com)'), {
      code: '23505',
      detail: 'Key (email)=(c4n4ry@example.com) already exists.',
      query: "insert into users values ('c4n4ry')",
      parameters: ['c4n4ry'],
    });
    log.error({ err: new Error('could not commit', { cause: database }), password: new Secret('c4n4ry') }, 'failed');
    expect(lines.join(''))
      .to.include('23505')
      .and.include('could not commit')
      .and.include('log.test')
      .and.not.include('c4n4ry');
  });
});
