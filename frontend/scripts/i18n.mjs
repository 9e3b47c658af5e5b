// Compiles the message catalogues, and insists that every language has every message: the compiler reports success even
// where it found none.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from '@inlang/paraglide-js';

const i18n = fileURLToPath(new URL('../src/i18n', import.meta.url));
const read = (path) => JSON.parse(readFileSync(`${i18n}/${path}`, 'utf8'));

await compile({
  project: `${i18n}/project.inlang`,
  outdir: `${i18n}/generated`,
  strategy: ['globalVariable', 'baseLocale'],
  emitTsDeclarations: false,
});

const settings = read('project.inlang/settings.json');
const pattern = settings['plugin.inlang.messageFormat'].pathPattern;
const keysOf = (locale) =>
  new Set(Object.keys(read(`project.inlang/../${pattern.replace('{locale}', locale)}`)).filter((key) => key !== '$schema'));
const base = keysOf(settings.baseLocale);

let wrong = base.size === 0 ? ['There is no message at all.'] : [];
for (const locale of settings.locales) {
  const keys = keysOf(locale);
  for (const key of base) if (!keys.has(key)) wrong.push(`${locale} lacks ${key}`);
  for (const key of keys) if (!base.has(key)) wrong.push(`${locale} has ${key}, which ${settings.baseLocale} lacks`);
}
const compiled = readFileSync(`${i18n}/generated/messages/_index.js`, 'utf8');
for (const key of base) if (!compiled.includes(key)) wrong.push(`${key} was not compiled`);
for (const line of wrong) console.error(line);
if (wrong.length > 0) process.exit(1);
