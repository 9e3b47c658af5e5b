/* Suggestions for what a machine knows a workplace and a person by, out of what people call them. */

const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();

/** clinica-sonrisas for Clínica Sonrisas. */
export function keyFrom(name: string): string {
  return plain(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32);
}

/** maria for María Rivera. */
export function handleFrom(name: string): string {
  const [first = ''] = plain(name).split(/\s+/);
  return first.replace(/[^a-z0-9._-]/g, '');
}
