import { expect } from 'chai';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { doorstep, post } from '../../support/doorstep.js';

describe('The HTTP server', () => {
  it('lets who is being answered finish, and nobody else in, when it leaves', async () => {
    let answer: (() => void) | undefined;
    const slow = new Promise<void>((resolve) => (answer = resolve));
    const door = await doorstep({ onRequest: () => slow });
    const answering = post(door);
    while (door.requests.length === 0) await pause(5);

    const began = performance.now();
    const drained = door.server.drain(10_000);
    await pause(50);
    const late = await fetch(`${door.url}/healthz`).then(
      () => 'answered',
      () => 'refused',
    );
    expect(late).to.equal('refused');
    answer?.();
    const answered = await answering;
    expect([answered.status, answered.headers.get('connection')]).to.deep.equal([200, 'close']);
    expect(await drained).to.equal('finished');
    expect(performance.now() - began).to.be.below(2000);
  });

  it('does not wait for connections that are only kept open', async () => {
    const door = await doorstep();
    const idle = connect(door.port, '127.0.0.1');
    idle.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise((resolve) => idle.once('data', resolve));
    const silent = connect(door.port, '127.0.0.1');
    await new Promise((resolve) => silent.once('connect', resolve));
    const began = performance.now();
    expect(await door.server.drain(10_000)).to.equal('finished');
    expect(performance.now() - began).to.be.below(1000);
    for (const socket of [idle, silent]) socket.destroy();
  });

  it('cuts who takes too long when it leaves', async () => {
    const door = await doorstep({ onRequest: () => new Promise(() => undefined) });
    const hanging = post(door).then(
      () => 'answered',
      () => 'cut',
    );
    while (door.requests.length === 0) await pause(5);
    expect(await door.server.drain(100)).to.equal('cut');
    expect(await hanging).to.equal('cut');
  });

  it('[J11] answers 408 to who sends a request a byte at a time', async function () {
    this.timeout(30_000);
    const door = await doorstep();
    const began = performance.now();
    const socket = connect(door.port, '127.0.0.1');
    socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n');
    const drip = setInterval(() => socket.write('X'), 500);
    let said = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(drip);
    expect(said).to.match(/^HTTP\/1.1 408 /);
    expect(performance.now() - began).to.be.below(15_000);
    await door.close();
  });
});
