import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { buildSchema, isUnionType } from 'graphql';

// Inside the package, so that it is found by its own name, as an application finds it.
const folder = join('dist', 'forgetful');
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));

function membersOf(union: string): readonly string[] {
  const type = schema.getType(union);
  return isUnionType(type) ? type.getTypes().map(({ name }) => name) : expect.fail(`${union} is no union`);
}

/** A frontend that looks at some members of a union. */
const frontend = (union: string, members: readonly string[]): string => `
import type { ${union} } from 'portcullis/client';
export function said(result: ${union}): string {
  switch (result.__typename) {
${members.map((name) => `    case '${name}': return '${name}';`).join('\n')}
  }
}
`;

async function errorsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const tsconfig = {
    compilerOptions: { strict: true, noEmit: true, module: 'nodenext', types: [] },
    include: ['*.ts'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const tsc = join('node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).catch(
    (failed: { readonly stdout: string }) => failed,
  );
  return stdout.split('\n').filter((line) => / error TS/.test(line));
}

describe('A switch over the answer of an operation', () => {
  after(() => rm(folder, { recursive: true, force: true }));

  it('compiles when it looks at every member, and with any of them forgotten does not', async () => {
    const files: Record<string, string> = {};
    for (const union of ['LoginResult', 'VerifyMfaResult', 'RefreshSessionResult', 'StepUpResult']) {
      const members = membersOf(union);
      files[`${union}-complete.ts`] = frontend(union, members);
      for (const forgotten of members) {
        files[`${union}-without-${forgotten}.ts`] = frontend(
          union,
          members.filter((name) => name !== forgotten),
        );
      }
    }
    const errors = await errorsOf(files);
    const broken = Object.keys(files).filter((name) => name.includes('-without-'));
    expect(broken).to.have.length(20);
    // TS2366: the function comes to its end without a return.
    expect(errors.map((line) => line.replace(/^.*?([\w-]+\.ts)\(.*error (TS\d+).*$/, '$1 $2')).sort()).to.deep.equal(
      broken.map((name) => `${name} TS2366`).sort(),
    );
  });
});
