import { createServer, connect, type Server, type Socket } from 'node:net';

/** A network between a browser and the server that can be cut like a cable, in the midst of whatever runs through it. */
export class Cable {
  url = '';
  readonly #server: Server;
  readonly #ends = new Set<Socket>();
  #whole = true;

  private constructor(to: URL) {
    this.#server = createServer((near) => {
      if (!this.#whole) {
        near.destroy();
        return;
      }
      const far = connect(Number(to.port), to.hostname);
      for (const end of [near, far]) {
        this.#ends.add(end);
        end.on('error', () => end.destroy());
        end.on('close', () => {
          this.#ends.delete(end);
          (end === near ? far : near).destroy();
        });
      }
      near.pipe(far).pipe(near);
    });
  }

  static async to(url: string): Promise<Cable> {
    const cable = new Cable(new URL(url));
    await new Promise<void>((ready) => cable.#server.listen(0, '127.0.0.1', ready));
    const address = cable.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the cable has no address');
    cable.url = `http://127.0.0.1:${address.port}`;
    return cable;
  }

  cut(): void {
    this.#whole = false;
    for (const end of this.#ends) end.destroy();
  }

  mend(): void {
    this.#whole = true;
  }

  end(): void {
    this.cut();
    this.#server.close();
  }
}
