/* Which conversations of a list are selected, to do the same with all of them. */

/** Everything from one row to another, both included, as the list stands; only the second where the first is not in it. */
export function between(order: readonly string[], from: string | null, to: string): readonly string[] {
  const [a, b] = [from === null ? -1 : order.indexOf(from), order.indexOf(to)];
  if (a < 0 || b < 0) return [to];
  return order.slice(Math.min(a, b), Math.max(a, b) + 1);
}

export class Selection {
  /** Rows show that they can be selected. */
  on = $state(false);
  #ids = $state.raw<ReadonlySet<string>>(new Set());
  #anchor: string | null = null;
  /** The rows as the list shows them; the list tells it. */
  order: () => readonly string[] = () => [];

  get ids(): ReadonlySet<string> {
    return this.#ids;
  }

  toggle(id: string): void {
    this.on = true;
    const next = new Set(this.#ids);
    if (!next.delete(id)) next.add(id);
    this.#ids = next;
    this.#anchor = id;
  }

  /** Selects everything from the row that was selected last. */
  extend(id: string): void {
    this.on = true;
    this.#ids = new Set([...this.#ids, ...between(this.order(), this.#anchor, id)]);
    this.#anchor = id;
  }

  end(): void {
    this.on = false;
    this.#ids = new Set();
    this.#anchor = null;
  }
}
