// Builds the pages into backend/web/dist, from where the server embeds them, and holds them to their budgets.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const frontend = fileURLToPath(new URL('..', import.meta.url));
const dist = join(frontend, '../backend/web/dist');

// The placeholder lets the server compile without Node; everything else is made here.
for (const name of readdirSync(dist)) {
  if (name !== 'placeholder.html') rmSync(join(dist, name), { recursive: true });
}

await build({ configFile: join(frontend, 'vite.config.ts') });

// The widget is one plain script for other people's pages: no modules, no names left behind in their window.
await build({
  configFile: false,
  root: frontend,
  logLevel: 'warn',
  build: {
    outDir: dist,
    emptyOutDir: false,
    target: 'es2020',
    lib: { entry: join(frontend, 'widget/widget.ts'), formats: ['iife'], name: 'relevoWidget', fileName: () => 'widget.js' },
  },
});

// The service worker keeps the shell: the page, and what the desk may load later. The customer's page is none of it, and
// of the fonts only the letters of our languages are.
const mine = (file) => !file.startsWith('chat-') && (!file.endsWith('.woff2') || /-latin-wght/.test(file));
const shell = ['/', '/favicon.svg', '/favicon-dot.svg', '/manifest.webmanifest', ...readdirSync(join(dist, 'assets')).filter(mine).map((file) => `/assets/${file}`)];
const name = createHash('sha256').update(readFileSync(join(dist, 'index.html'))).update(shell.join()).digest('hex').slice(0, 12);
await build({
  configFile: false,
  root: frontend,
  logLevel: 'warn',
  publicDir: false,
  define: { SHELL: JSON.stringify(shell), BUILD: JSON.stringify(name) },
  build: {
    outDir: dist,
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: join(frontend, 'worker/worker.ts'), formats: ['iife'], name: 'relevoWorker', fileName: () => 'worker.js' },
  },
});

/** What a page makes the browser load before anything is clicked: its scripts, styles, and what they import; `later` is what it fetches by itself. */
function firstLoad(page, pattern, later = []) {
  const seen = new Set();
  const visit = (text) => {
    for (const [, file] of text.matchAll(/(?:src|href|from|import)\s*=?\s*["'(]+(?:\.?\/)?((?:assets\/)?[\w.-]+\.(?:js|css))["')]/g)) add(file.startsWith('assets/') ? file : `assets/${file}`);
  };
  const add = (path) => {
    if (seen.has(path)) return;
    seen.add(path);
    if (path.endsWith('.js')) visit(readFileSync(join(dist, path), 'utf8').replaceAll(/import\(["'][^)]*\)/g, ''));
  };
  visit(readFileSync(join(dist, page), 'utf8'));
  later.forEach(add);
  return size([...seen].filter((path) => path.endsWith(pattern)));
}

function size(files) {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0) / 1024;
}

// The desk itself comes while somebody signs in.
const inside = readdirSync(join(dist, 'assets')).filter((file) => file.startsWith('inside-')).map((file) => `assets/${file}`);

const budgets = [
  ['signing in, scripts', firstLoad('index.html', '.js'), 45],
  ['the desk, scripts at first', firstLoad('index.html', '.js', inside), 150],
  ['the desk, styles at first', firstLoad('index.html', '.css', inside), 25],
  ["the customer's page, scripts", firstLoad('chat.html', '.js'), 30],
  ["the customer's page, styles", firstLoad('chat.html', '.css'), 6],
  ['the widget', size(['widget.js']), 8],
  ['the service worker', size(['worker.js']), 4],
];
let over = false;
for (const [what, is, may] of budgets) {
  console.log(`${what}: ${is.toFixed(1)} of ${may} KB gz`);
  over ||= is > may;
}
if (over) {
  console.error('A budget is exceeded.');
  process.exit(1);
}
