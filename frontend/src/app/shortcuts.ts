/** The keys of this machine that lead to other places, also while a question is being written. */
import type { HotkeyItem } from "@mantine/hooks";
import { type Chord, chordsFor, isMidWork } from "./chords";

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

export const chords = chordsFor(isMac);

/** What is written in the fields of such an element is kept when its screen goes. */
export const keptWriting = { "data-kept-writing": "" };

/** A chord that leads elsewhere; in the midst of other work the key stays the browser's own. */
export function leading({ keys }: Chord, go: () => void): HotkeyItem {
  const follow = (event: KeyboardEvent) => {
    if (isMidWork(event.target instanceof Element ? event.target : null)) return;
    event.preventDefault();
    go();
  };
  // Option makes another letter of a key, so that only its place tells which it is.
  return [keys, follow, { preventDefault: false, usePhysicalKeys: isMac }];
}
