// The rules of the pages' code that no compiler checks: who may import whom, and no way around the types.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const src = fileURLToPath(new URL('../src', import.meta.url));
const widget = fileURLToPath(new URL('../widget', import.meta.url));

// For each room: the rooms that it may import from, and why no other.
const rooms = {
  wire: { may: [], why: 'the contract stands alone' },
  core: { may: ['wire'], why: 'core knows no view, no language and no screen' },
  i18n: { may: ['wire', 'core'], why: 'words are given to what core and the contract name, and to no screen' },
  actions: { may: ['core', 'wire', 'i18n'], why: 'an action says what can be done, not how it looks' },
  screen: { may: ['core', 'wire', 'actions', 'i18n'], why: 'what stands behind the drawings draws nothing and knows no feature' },
  ui: { may: ['i18n'], why: 'primitives know no business' },
  features: { may: ['core', 'wire', 'actions', 'screen', 'ui', 'i18n'], why: 'features never import one another' },
  app: { may: ['core', 'wire', 'actions', 'screen', 'ui', 'i18n', 'features'], why: 'the top sees all' },
  widget: { may: ['wire', 'core'], why: "the customer's page is small, and knows nothing of the inside" },
};
// Packages that only some rooms may know.
const packages = { svelte: ['ui', 'features', 'app', 'screen'], 'bits-ui': ['ui'], virtua: ['ui'], '@lucide/svelte': ['ui'] };

const wrong = [];

for (const file of [...filesOf(src), ...filesOf(widget)]) {
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n').length;
  const where = relative(join(src, '..'), file);
  if (lines > 420) wrong.push(`${where}: ${lines} lines; split it`);
  for (const [code, offset] of scriptsOf(file, text)) {
    const tree = ts.createSourceFile(file, code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);
    inspect(tree, tree, (node, message) => {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
      wrong.push(`${where}:${line + 1 + offset}: ${message}`);
    }, file);
  }
}

for (const line of wrong) console.error(line);
process.exit(wrong.length > 0 ? 1 : 0);

function filesOf(dir) {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name) && !/\.gen\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !file.includes(`${sep}generated${sep}`));
}

function scriptsOf(file, text) {
  if (file.endsWith('.ts')) return [[text, 0]];
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => [
    match[1],
    text.slice(0, match.index).split('\n').length - 1,
  ]);
}

function inspect(tree, node, report, file) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    if (node.moduleSpecifier) checkImport(file, node.moduleSpecifier.text, (message) => report(node, message));
  }
  const test = /\.test\.ts$/.test(file);
  if (node.kind === ts.SyntaxKind.AnyKeyword) report(node, 'any switches the types off');
  if (ts.isNonNullExpression(node)) report(node, 'a ! switches the types off');
  if (ts.isAsExpression(node) && !test && node.type.getText(tree) !== 'const') report(node, 'a cast switches the types off');
  if (/@ts-(ignore|nocheck)/.test(node === tree ? tree.text : '')) report(node, '@ts-ignore switches the types off');
  ts.forEachChild(node, (child) => inspect(tree, child, report, file));
}

function checkImport(file, specifier, report) {
  const from = roomOf(file);
  if (!specifier.startsWith('.')) {
    const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
    if (packages[name] && !packages[name].includes(from.room) && !/\.test\.ts$/.test(file)) report(`${from.room} may not import ${name}`);
    return;
  }
  const to = roomOf(normalize(join(dirname(file), specifier)));
  if (to.room === from.room && (from.room !== 'features' || to.feature === from.feature)) return;
  if (!rooms[from.room]?.may.includes(to.room)) report(`${from.room} may not import ${to.room}: ${rooms[from.room]?.why}`);
}

function roomOf(file) {
  if (file.startsWith(widget + sep)) return { room: 'widget' };
  const [room, feature] = relative(src, file).split(sep);
  return { room, feature };
}
