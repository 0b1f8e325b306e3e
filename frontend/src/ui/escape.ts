/** Escape does one thing: it goes to what lies on top. */

const overlays = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
/** A card that hovers over the page is a dialog too, but takes no key: only what is modal lies on top of everything. */
const onTop = '[aria-modal="true"], [role="alertdialog"], [role="menu"], [role="listbox"]';

type Press = Pick<KeyboardEvent, "defaultPrevented" | "isComposing" | "target">;

/** Whether Escape is left for the page itself: nobody took it, and no dialog, menu or list is open above. */
export function isEscapeLeft(press: Press, page: Pick<Document, "querySelector"> = document): boolean {
  if (press.defaultPrevented || press.isComposing) return false;
  // What closed at this very key press may be gone from the page, but the key was pressed inside it.
  const pressedIn = press.target as Partial<Element> | null;
  return !pressedIn?.closest?.(overlays) && page.querySelector(onTop) === null;
}
