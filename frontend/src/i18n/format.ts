/*
 * Dates, times, spans and lists in words, through Intl with an explicit language and zone: a conversation's times are
 * its workplace's, wherever the reader sits. Where the reader's own clock shows another time, the zone stands
 * beside it. Every function reads the language, so it is drawn again when that changes.
 */
import { language } from './locale.svelte.js';
import { m } from './generated/messages.js';

const made = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language.tag}|${zone}|${JSON.stringify(options)}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const fresh = new Intl.DateTimeFormat(language.tag, { ...options, timeZone: zone });
  made.set(key, fresh);
  return fresh;
}

/** Where the reader sits. */
const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const zoneNames = new Map<string, Intl.DateTimeFormat>();

/** The zone's short name, where the reader's own clock shows another time at that moment. */
function elsewhere(at: Date, zone: string): string {
  const wall: Intl.DateTimeFormatOptions = { day: 'numeric', hour: 'numeric', minute: '2-digit' };
  if (formatter(zone, wall).format(at) === formatter(own, wall).format(at)) return '';
  // EST and AST are said in both languages; in Spanish, Intl knows GMT-5 and GMT-4 alone.
  const names = zoneNames.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'short' });
  zoneNames.set(zone, names);
  const name = names.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value;
  return ` ${name ?? zone}`;
}

/** 2:05 PM, 2:05 p. m.; 1:05 PM EST for who sits elsewhere. */
export function clock(at: string | number, zone: string): string {
  const moment = new Date(at);
  return formatter(zone, { hour: 'numeric', minute: '2-digit' }).format(moment) + elsewhere(moment, zone);
}

/** The whole of it, for hints and for machines' eyes. */
export function exact(at: string, zone: string): string {
  const moment = new Date(at);
  const whole = formatter(zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit' });
  return whole.format(moment) + elsewhere(moment, zone);
}

/** A name for the calendar day in that zone; two moments of one day have the same. */
export function dayKey(at: string | number, zone: string): string {
  return formatter(zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));
}

/** Today, Yesterday, Monday, November 16, or with the year when it is another. */
export function day(at: string, zone: string, now: number): string {
  const key = dayKey(at, zone);
  if (key === dayKey(now, zone)) return m.timeline_today();
  if (key === dayKey(now - 86_400_000, zone)) return m.timeline_yesterday();
  const sameYear = new Date(at).getUTCFullYear() === new Date(now).getUTCFullYear();
  return formatter(zone, { weekday: 'long', day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }).format(new Date(at));
}

/** For a row in a list: the time today, the weekday within a week, else the date. */
export function brief(at: string, zone: string, now: number): string {
  if (dayKey(at, zone) === dayKey(now, zone)) return clock(at, zone);
  const age = now - Date.parse(at);
  if (age < 6 * 86_400_000) return formatter(zone, { weekday: 'short' }).format(new Date(at));
  return formatter(zone, { day: 'numeric', month: 'short' }).format(new Date(at));
}

/** 45 s, 12 min, 2 h 5 min, 3 d 4 h. */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 60) return m.time_seconds({ n: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return m.time_minutes({ n: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return m.time_hours({ h: hours, m: minutes % 60 });
  return m.time_days({ d: Math.floor(hours / 24), h: hours % 24 });
}

/** Ana, Luis and Marta. */
export function list(names: readonly string[]): string {
  return new Intl.ListFormat(language.tag, { type: 'conjunction' }).format(names);
}

/** 1,234 */
export function number(n: number): string {
  return new Intl.NumberFormat(language.tag).format(n);
}

/** (787) 555-0123; numbers of other countries stay as they are. */
export function phone(number: string): string {
  const [, area, office, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number) ?? [];
  return line === undefined ? number : `(${area}) ${office}-${line}`;
}
