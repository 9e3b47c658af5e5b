// Writes src/wire/api.gen.ts from docs/openapi.json, which the Go types make; with --check, tells whether it is current.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const source = new URL('../../docs/openapi.json', import.meta.url);
const target = fileURLToPath(new URL('../src/wire/api.gen.ts', import.meta.url));

if (!existsSync(source)) {
  console.error('docs/openapi.json is missing: run make gen.');
  process.exit(1);
}
const made =
  '// Made from docs/openapi.json by `npm run gen`. Change the Go types in backend/wire instead.\n\n' +
  astToString(await openapiTS(JSON.parse(readFileSync(source, 'utf8')), { alphabetize: true, enum: false }));

if (!process.argv.includes('--check')) {
  writeFileSync(target, made);
} else if (!existsSync(target) || readFileSync(target, 'utf8') !== made) {
  console.error('src/wire/api.gen.ts is not what docs/openapi.json makes: run npm run gen.');
  process.exit(1);
}
