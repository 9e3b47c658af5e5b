/**
 * Puts a text on the clipboard, and answers whether it is there. Browsers give a clipboard to pages that came by https
 * alone; from others they still copy what is selected in a field, which stands beside the button for that moment: in a
 * dialog nothing else can be selected.
 */
export async function copy(text: string, button: HTMLElement): Promise<boolean> {
  try {
    if (navigator.clipboard !== undefined) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch {
    // Not allowed. Perhaps the older way is.
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.style.cssText = 'position: fixed; opacity: 0';
  button.after(field);
  field.focus();
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    button.focus();
  }
}
