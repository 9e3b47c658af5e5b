// @vitest-environment happy-dom
import { render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { polite } from './announce.svelte';
import CopyButton from './CopyButton.svelte';
import { toasts } from './toast.svelte';

afterEach(() => {
  vi.unstubAllGlobals();
  polite.hush();
});

/** What a browser copies of a page that did not come by https: what is selected in the focused field. */
function oldWay(): { copied: string | null } {
  const kept = { copied: null as string | null };
  document.execCommand = (command: string) => {
    const field = document.activeElement;
    if (command !== 'copy' || !(field instanceof HTMLTextAreaElement)) return false;
    kept.copied = field.value.slice(field.selectionStart, field.selectionEnd);
    return true;
  };
  return kept;
}

function press(): HTMLElement {
  render(CopyButton, { text: 'Buenos días,\nseñora', label: 'Copy text' });
  const button = screen.getByRole('button', { name: 'Copy text' });
  button.focus();
  button.click();
  return button;
}

describe('a text is copied', () => {
  test('by the clipboard where there is one', async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } });
    press();
    await vi.waitFor(() => expect(polite.text).toContain('Copied'));
    expect(writeText).toHaveBeenCalledExactlyOnceWith('Buenos días,\nseñora');
  });

  test.each([
    ['there is none', undefined],
    ['it is not allowed', { writeText: () => Promise.reject(new Error('not allowed')) }],
  ])('in the old way where %s, and the focus stays', async (_, clipboard) => {
    vi.stubGlobal('navigator', { ...navigator, clipboard });
    const kept = oldWay();
    const button = press();
    await vi.waitFor(() => expect(polite.text).toContain('Copied'));
    expect(kept.copied).toBe('Buenos días,\nseñora');
    expect(document.activeElement).toBe(button);
  });

  test('or it is told that it was not', async () => {
    vi.stubGlobal('navigator', { ...navigator, clipboard: undefined });
    const shown = vi.spyOn(toasts, 'show');
    document.execCommand = () => false;
    press();
    await vi.waitFor(() => expect(shown).toHaveBeenCalledExactlyOnceWith('It could not be copied. Select the text and copy it yourself.'));
    expect(polite.text).not.toContain('Copied');
  });
});
