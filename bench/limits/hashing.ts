import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';

// The limit of a login: nothing but argon2id with the parameters of the service, one at a time a core.
const password = 'correct horse battery staple';
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const stored = await hash(password, cost);

process.on('message', (message: { readonly seconds?: number }) => {
  if (message.seconds !== undefined) void run(message.seconds * 1000).then((outcome) => process.send?.(outcome));
});
process.channel?.ref();

async function run(milliseconds: number): Promise<object> {
  const began = performance.now();
  const answered: number[] = [];
  const core = async (): Promise<void> => {
    while (performance.now() < began + milliseconds) {
      const before = performance.now();
      if (!(await verify(stored, password))) throw new Error('A right password was refused');
      answered.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, core));
  return { kind: 'hashed', seconds: (performance.now() - began) / 1000, answered: Float64Array.from(answered) };
}
