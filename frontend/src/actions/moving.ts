import { m } from '../i18n/generated/messages.js';
import type { SectionKey } from '../wire/types';
import type { Action } from './action';

const always = () => true as const;

function goSection(section: SectionKey, letter: string, label: () => string): Action {
  return { id: `go-${section}`, label, keys: [`G ${letter}`], enabled: always, run: ({ stage }) => stage.goSection(section) };
}

export const movingActions: readonly Action[] = [
  { id: 'next-row', label: m.action_next_row, keys: ['J'], enabled: always, run: ({ stage }) => stage.moveRow(1) },
  { id: 'previous-row', label: m.action_previous_row, keys: ['K'], enabled: always, run: ({ stage }) => stage.moveRow(-1) },
  {
    id: 'longest-waiting',
    label: m.action_longest_waiting,
    keys: ['W'],
    enabled: always,
    run: async ({ desk, stage, hasQueue }) => {
      if (!hasQueue) return stage.openLongestWaiting();
      const id = await desk.next();
      if (id === null) return stage.say(m.queue_none_left());
      stage.openConversation(id);
    },
  },
  {
    id: 'open-notice',
    label: m.action_open_notice,
    keys: ['G N'],
    enabled: ({ desk }) => desk.notices().length > 0 || m.notices_none(),
    run: ({ stage }) => stage.openNotice(),
  },
  { id: 'find', label: m.action_find, keys: ['F'], enabled: always, run: ({ stage }) => stage.find() },
  goSection('mine', 'M', m.action_go_mine),
  goSection('staff', 'S', m.action_go_staff),
  goSection('agents', 'A', m.action_go_agents),
  goSection('lara', 'L', m.action_go_lara),
  goSection('closed', 'C', m.action_go_closed),
  {
    id: 'go-queue',
    label: m.action_go_queue,
    keys: ['G Q'],
    enabled: ({ hasQueue }) => hasQueue || null,
    run: ({ stage }) => stage.goScreen('queue'),
  },
  {
    id: 'go-wall',
    label: m.action_go_wall,
    keys: ['G W'],
    enabled: ({ hasWall }) => hasWall || null,
    run: ({ stage }) => stage.goScreen('wall'),
  },
  { id: 'leave', label: m.action_leave, keys: ['Escape'], inFields: true, enabled: always, run: ({ stage }) => stage.leave() },
  {
    id: 'next-region',
    label: m.action_next_region,
    keys: ['Mod+F6', 'F6'],
    inFields: true,
    enabled: always,
    run: ({ stage }) => stage.cycleRegion(1),
  },
  {
    id: 'previous-region',
    label: m.action_previous_region,
    keys: ['Mod+Shift+F6', 'Shift+F6'],
    inFields: true,
    enabled: always,
    run: ({ stage }) => stage.cycleRegion(-1),
  },
  { id: 'density', label: m.action_density, keys: ['D'], enabled: always, run: ({ stage }) => stage.toggleDensity() },
  { id: 'help', label: m.action_help, keys: ['?', 'G H'], enabled: always, run: ({ stage }) => stage.help() },
];
