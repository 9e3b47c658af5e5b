/* Everything that the palette can offer just now: each action with its reason, and conversations that are here. */
import { shown } from '../../actions/keys';
import type { Context } from '../../actions/action';
import { m } from '../../i18n/generated/messages.js';
import { phone } from '../../i18n/format';
import { customerName, holderName, named } from '../../i18n/words';
import type { Screen } from '../../screen/context';
import { routeTo } from '../signals/route';
import type { Entry } from './find';

export function actionEntries({ actions }: Screen, context: Context): readonly Entry[] {
  return actions.all.flatMap<Entry>((action) => {
    if (action.id === 'palette') return [];
    const enabled = action.enabled(context);
    // What is of no concern to this person, or has nothing to work on, is not offered.
    if (enabled === null) return [];
    return {
      id: `action:${action.id}`,
      kind: 'action',
      label: action.label(),
      hint: '',
      keys: actions.keys(action).map((keys) => shown(keys, m.help_then())),
      why: enabled === true ? null : enabled,
      run: () => void actions.run(action, context),
    };
  });
}

/** The first `most` conversations, longest waiting first, then the closed ones. */
export function conversationEntries({ model, router }: Screen, most: number): readonly Entry[] {
  const several = model.workplaces.length > 1;
  const closed = model.workplaces.flatMap(({ workplace }) => model.section(workplace.id, 'closed').ids);
  return [...model.everywhere, ...closed].slice(0, most).flatMap<Entry>((id) => {
    const c = model.conversation(id);
    const place = c && model.workplace(c.workplace);
    if (!c || !place) return [];
    const state = c.status === 'closed' ? m.section_closed() : holderName(c.holder);
    return {
      id: `conversation:${id}`,
      kind: 'conversation',
      label: customerName(c.customer),
      hint: [named(c.customer) && phone(c.customer.phone), several && place.workplace.name, state].filter(Boolean).join(' · '),
      keys: [],
      why: null,
      run: () => router.go(routeTo(c, place.role)),
    };
  });
}
