// Runs the browser stories. Chromium comes from $CHROMIUM, else from the system, else from an npm package: nothing is
// downloaded by Playwright, and nothing needs root.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

function onPath(name) {
  for (const dir of (process.env.PATH ?? '').split(delimiter)) {
    try {
      accessSync(join(dir, name), constants.X_OK);
      return join(dir, name);
    } catch {
      // Not here.
    }
  }
  return null;
}

/** Unpacks the browser of the npm package once, with the few libraries that a bare machine may lack. */
async function unpacked() {
  const home = join(root, 'node_modules/.cache/chromium');
  mkdirSync(home, { recursive: true });
  process.env.TMPDIR = home;
  // The package brings those libraries along for this environment alone.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  const path = await chromium.executablePath();
  delete process.env.AWS_EXECUTION_ENV;
  delete process.env.TMPDIR;
  // Its own list of fonts looks elsewhere, and without any font the browser falls over.
  const dirs = [join(home, 'fonts'), '/usr/share/fonts'].map((dir) => `<dir>${dir}</dir>`).join('');
  const fonts = join(home, 'fonts.conf');
  writeFileSync(fonts, `<?xml version="1.0"?><fontconfig>${dirs}<cachedir>${join(home, 'font-cache')}</cachedir></fontconfig>`);
  process.env.FONTCONFIG_FILE = fonts;
  delete process.env.FONTCONFIG_PATH;
  return path;
}

const system = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const wanted = process.env.CHROMIUM;
if (wanted && !existsSync(wanted)) {
  console.error(`$CHROMIUM names ${wanted}, which does not exist.`);
  process.exit(1);
}
const executable = wanted || system.map(onPath).find((path) => path !== null) || (await unpacked());

const playwright = join(root, 'node_modules/@playwright/test/cli.js');
const args = ['test', '--config', join(root, 'frontend/e2e/playwright.config.ts'), ...process.argv.slice(2)];
const run = spawn(process.execPath, [playwright, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, CHROMIUM: executable },
});
run.on('exit', (code) => process.exit(code ?? 1));
