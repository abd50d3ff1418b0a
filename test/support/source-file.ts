import { parseSync, Visitor, type Program, type TSType } from 'oxc-parser';

/** A module that a file names, in whatever way: import, re-export, `import()`, a type's `import()`, `require`. */
export interface Import {
  /** As written; undefined where it is computed and nobody can tell. */
  readonly specifier: string | undefined;
  /** What is taken from it; `*` where all of it is. */
  readonly names: readonly string[];
}

/** One file of TypeScript, and what the rules of the house ask about it. */
export interface SourceFile {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly decorators: number;
  readonly defaultExport: boolean;
  readonly readsEnvironment: boolean;
  readonly readsWallClock: boolean;
  /** Names of the types that something was cast to. */
  readonly casts: readonly string[];
}

type Node = { readonly type: string; readonly [field: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;
const isNamed = (node: unknown, name: string): boolean =>
  isNode(node) && node.type === 'Identifier' && node['name'] === name;
const text = (node: unknown): string | undefined =>
  isNode(node) && node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : undefined;

/** Reads a file; throws where it is no TypeScript. */
export function readSource(path: string, source: string): SourceFile {
  const { program, module, errors } = parseSync(path, source);
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0]?.message}`);
  const imports = [...staticImports(module), ...otherImports(program)];
  const defaultExport = module.staticExports.some(({ entries }) =>
    entries.some(({ exportName }) => exportName.kind === 'Default' || exportName.name === 'default'),
  );
  return { path, lines: linesOf(source), imports, defaultExport, ...uses(program, imports) };
}

type Module = ReturnType<typeof parseSync>['module'];

function staticImports({ staticImports: imported, staticExports: exported }: Module): Import[] {
  const taken = imported.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    names: entries.map(({ importName }) => importName.name ?? (importName.kind === 'Default' ? 'default' : '*')),
  }));
  const passedOn = exported.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, importName }) =>
      moduleRequest ? [{ specifier: moduleRequest.value, names: [importName.name ?? '*'] }] : [],
    ),
  );
  return [...taken, ...passedOn];
}

function otherImports(program: Program): Import[] {
  const imports: Import[] = [];
  const all = (specifier: string | undefined) => imports.push({ specifier, names: ['*'] });
  new Visitor({
    ImportExpression: ({ source }) => void all(text(source)),
    TSImportType: ({ source }) => void all(text(source)),
    TSExternalModuleReference: ({ expression }) => void all(text(expression)),
    CallExpression: ({ callee, arguments: [first] }) => void (isNamed(callee, 'require') && all(text(first))),
  }).visit(program);
  return imports;
}

function uses(program: Program, imports: readonly Import[]) {
  const seen = { decorators: 0, readsEnvironment: false, readsWallClock: false };
  const casts: string[] = [];
  const castTo = (type: TSType) => {
    if (type.type === 'TSTypeReference' && type.typeName.type === 'Identifier') casts.push(type.typeName.name);
  };
  const clock = (callee: unknown, noArguments: boolean) => {
    if (noArguments && isNamed(callee, 'Date')) seen.readsWallClock = true;
  };
  new Visitor({
    Decorator: () => void seen.decorators++,
    NewExpression: ({ callee, arguments: given }) => clock(callee, given.length === 0),
    CallExpression: ({ callee }) => clock(callee, true),
    TSAsExpression: ({ typeAnnotation }) => castTo(typeAnnotation),
    TSTypeAssertion: ({ typeAnnotation }) => castTo(typeAnnotation),
    MemberExpression: ({ object, property }) => {
      const named = (name: string) => isNamed(property, name) || text(property) === name;
      if (isNamed(object, 'Date') && named('now')) seen.readsWallClock = true;
      if (isNamed(object, 'process') && named('env')) seen.readsEnvironment = true;
    },
    VariableDeclarator: ({ id, init }) => {
      if (isNamed(init, 'process') && id.type === 'ObjectPattern') seen.readsEnvironment = true;
      if (isNamed(init, 'Date')) seen.readsWallClock = true;
    },
  }).visit(program);
  // From the module nothing but `env` is needed that the global would not give.
  if (imports.some(({ specifier }) => /^(?:node:)?process$/.test(specifier ?? ''))) seen.readsEnvironment = true;
  return { ...seen, casts };
}

const linesOf = (source: string): number => source.split('\n').length - (source.endsWith('\n') ? 1 : 0);
