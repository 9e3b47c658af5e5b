/* How a boundary between two parts of the screen is moved by keys. */

export interface Range {
  min: number;
  max: number;
}

export function clamp(value: number, { min, max }: Range): number {
  return Math.round(Math.min(max, Math.max(min, value)));
}

/** The width after a key; null: the key is none of the boundary's. `grows` is the key that makes the part wider. */
export function afterKey(key: string, value: number, range: Range, grows: 'ArrowRight' | 'ArrowLeft'): number | null {
  const shrinks = grows === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
  if (key === grows) return clamp(value + 16, range);
  if (key === shrinks) return clamp(value - 16, range);
  if (key === 'Home') return range.min;
  return key === 'End' ? range.max : null;
}
