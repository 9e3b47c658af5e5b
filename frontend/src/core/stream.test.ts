import { describe, expect, test } from 'vitest';
import { type Place, Stream } from './stream';

const here: Place = { key: 'staff', waiting: true, rings: false, order: 7 };

describe('a step that moves nothing', () => {
  const steps: [says: string, before: Place, after: Place, changed: string[]][] = [
    ['changes nothing', here, here, []],
    ['changes its section where an alarm begins', here, { ...here, rings: true }, ['staff']],
    ['and where one ends', { ...here, rings: true }, here, ['staff']],
    ['and where the customer waits no more', here, { ...here, waiting: false }, ['staff']],
  ];
  test.each(steps)('%s', (_, before, after, changed) => {
    const stream = new Stream([{ key: 'staff', count: 1, unanswered: 1, conversations: [], next: null }], 'me');
    expect(stream.move('c', before, after)).toEqual(changed);
    expect(stream.section('staff')).toMatchObject({ count: 1, unanswered: after.waiting ? 1 : 0 });
  });
});
