import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const binary = process.env['RELEVO_BIN'] ?? fileURLToPath(new URL('../../bin/relevo', import.meta.url));

// The program is patient with the disk of a busy machine: that it sends commands away is told in other stories.
const env = { ...process.env, RELEVO_WRITER_BEHIND: '1m' };

// A story that is broken off leaves no server behind.
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** One running server with a data folder of its own. */
export class Program {
  url = '';
  #dir = mkdtempSync(join(tmpdir(), 'relevo-story-'));
  #child: ChildProcess | null = null;
  #words: string[] = [];
  readonly #provided: boolean;

  /** With the people and places of a file, or with the furnished example where there is none; `flags` come last. */
  constructor(
    yaml: string | null,
    readonly flags: readonly string[] = [],
  ) {
    if (!existsSync(binary)) throw new Error(`${binary} is missing: run make build first`);
    if (yaml !== null) writeFileSync(join(this.#dir, 'provision.yaml'), yaml, { mode: 0o600 });
    this.#provided = yaml !== null;
  }

  /** Starts it, again on the same address where it ran before, so that the browsers find it. */
  async start(): Promise<void> {
    const listen = this.url === '' ? '127.0.0.1:0' : new URL(this.url).host;
    const data = ['--listen', listen, '--data', join(this.#dir, 'data'), ...this.flags];
    const args = this.#provided ? ['serve', ...data, '--provision', join(this.#dir, 'provision.yaml')] : ['demo', '--quiet', ...data];
    const child = spawn(binary, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    running.add(child);
    child.on('exit', () => running.delete(child));
    child.stderr.on('data', (words: Buffer) => this.#words.push(words.toString()));
    const first = await new Promise<string>((heard, failed) => {
      createInterface({ input: child.stdout }).on('line', (line) => line.startsWith('listening on ') && heard(line));
      child.on('exit', (code) => failed(new Error(`the program ended with ${code}: ${this.words()}`)));
    });
    this.url = first.replace('listening on ', '').trim();
    for (let tries = 0; ; tries++) {
      const ready = await fetch(`${this.url}/readyz`).then((r) => r.ok, () => false);
      if (ready) return;
      if (tries > 200) throw new Error(`the program is not ready: ${this.words()}`);
      await new Promise((over) => setTimeout(over, 25));
    }
  }

  /** Ends it as a power switch would. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child || child.exitCode !== null) return;
    await new Promise<void>((over) => {
      child.on('exit', () => over());
      child.kill('SIGKILL');
    });
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  /** What it wrote on stderr, the end of it. */
  words(): string {
    return this.#words.join('').slice(-4_000);
  }
}
