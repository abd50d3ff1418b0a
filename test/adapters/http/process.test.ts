import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { childEnv } from '../../support/child-env.js';
import * as operations from '../../support/operations.js';
import { spawned } from '../../support/service.js';

const ada = { email: 'ada@example.com', password: 'correct horse battery staple' };

/** Runs it until it ends by itself. */
const run = (env: Record<string, string>) =>
  new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    const main = join(process.cwd(), 'dist', 'src', 'main.js');
    execFile(process.execPath, [main], { env: { ...childEnv, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });

describe('The process', function () {
  this.timeout(60_000);

  it('says where to go next, the sign-in page first, and what it says works', async () => {
    const process = await spawned();
    const addresses = process.said().match(/http:[^\s,)]*[^\s,).]/g) ?? [];
    expect(addresses.map((address) => new URL(address).pathname)).to.deep.equal([
      '/sign-in',
      '/sign-up',
      '/graphql',
      '/openapi.json',
    ]);
    for (const address of addresses) {
      const answer = await fetch(address, { headers: { accept: 'text/html' } });
      expect(answer.status, address).to.equal(200);
    }
    expect(process.said().split('\n').filter(Boolean).length - process.logs.length).to.be.at.most(5);
    await process.close();
  });

  it('[O13] finishes what it is answering when it is asked to leave, and ends with 0', async () => {
    const process = await spawned();
    await process.graphql(operations.register, { input: ada });
    const idle = connect(process.port, '127.0.0.1');
    idle.on('error', () => undefined);
    const body = JSON.stringify({ query: operations.login, variables: { input: ada } });
    const [head, tail] = [body.slice(0, 10), body.slice(10)];
    const socket = connect(process.port, '127.0.0.1');
    const answer = text(socket);
    socket.write('POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n');
    socket.write(`Content-Length: ${body.length}\r\n\r\n${head}`);
    await pause(300);
    const began = performance.now();
    process.kill('SIGTERM');
    await pause(100);
    socket.write(tail);
    expect(await answer)
      .to.match(/^HTTP\/1.1 200 /)
      .and.match(/connection: close/i)
      .and.include('"Authenticated"');
    expect(await process.ended).to.equal(0);
    expect(performance.now() - began).to.be.below(9000);
    await process.close();
  });

  it('ends at once when it is asked twice', async () => {
    const process = await spawned();
    // Half a request: the drain would wait for it.
    const slow = connect(process.port, '127.0.0.1');
    slow.on('error', () => undefined);
    slow.write('POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{');
    await pause(100);
    process.kill('SIGTERM');
    await pause(100);
    process.kill('SIGINT');
    expect(await process.ended).to.equal(130);
    await process.close();
  });

  it('names what is wrong with its settings and ends with 2', async () => {
    const { code, stdout, stderr } = await run({ PORT: 'x', NODE_ENV: 'production', SECRET_KEY: 'hunter2' });
    expect(code).to.equal(2);
    expect(stdout).to.equal('');
    for (const name of ['PORT', 'PUBLIC_URL', 'SECRET_KEY']) expect(stderr).to.match(new RegExp(`^  ${name} `, 'm'));
    expect(stderr).not.to.include('hunter2').and.not.include('    at ');
  });

  it('says why it cannot start and ends with 1', async () => {
    const running = await spawned();
    const env = { SECRET_KEY: 'x'.repeat(32), DATA_DIR: '/nonexistent' };
    const gone = await run({ ...env, DATABASE_URL: 'postgresql://ada:hunter2@127.0.0.1:1/none' });
    expect(gone.code).to.equal(1);
    expect(gone.stderr)
      .to.match(/^Portcullis cannot start: the database .*ECONNREFUSED.*\n$/)
      .and.not.include('hunter2');
    await running.close();
  });

  it('says so where its port is taken', async () => {
    const running = await spawned();
    const second = await spawned({ PORT: String(running.port) }).then(
      () => 'started',
      (problem: Error) => problem.message,
    );
    expect(second).to.match(/ended with 1 and said: Portcullis cannot start: port \d+ is taken/);
    await running.close();
  });
});
