import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { chromium, type Browser } from 'playwright-core';

const packaged = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..', '..', 'bin');
const cache = join('node_modules', '.cache');
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/**
 * The Chromium that npm brings, without the launcher it comes with: that one keeps half a browser where it was cut off,
 * and runs it in a single process. Where this machine cannot run it, why, in words.
 */
export async function openChromium(): Promise<Browser | string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the packaged Chromium is for Linux on x64';
  const folder = await unpacked();
  const launch = (env: NodeJS.ProcessEnv) =>
    chromium.launch({ executablePath: join(folder, 'chromium'), args: flags, headless: true, env });
  // The libraries that come with it are for machines that have none of their own.
  const libraries = { ...process.env, LD_LIBRARY_PATH: join(process.cwd(), folder, 'lib') };
  return launch(process.env)
    .catch(() => launch(libraries))
    .catch((problem: Error) => `Chromium does not start: ${problem.message.split('\n').slice(0, 4).join(' ')}`);
}

/** The folder it is in; whole or not there at all, whoever else unpacks it at the same moment. */
async function unpacked(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(packaged, '..', 'package.json'), 'utf8')) as { version: string };
  const folder = join(cache, `portcullis-chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const coming = await mkdtemp(join(cache, 'portcullis-chromium-'));
  const unpack = (name: string, to: string) =>
    pipeline(createReadStream(join(packaged, name)), createBrotliDecompress(), createWriteStream(join(coming, to)));
  await Promise.all([unpack('chromium.br', 'chromium'), unpack('al2023.tar.br', 'libraries.tar')]);
  await promisify(execFile)('tar', ['-xf', 'libraries.tar'], { cwd: coming });
  await chmod(join(coming, 'chromium'), 0o755);
  await rename(coming, folder).catch(() => rm(coming, { recursive: true }));
  return folder;
}
