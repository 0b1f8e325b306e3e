/** The keys that lead to other places, and when they do. */

export interface Chord {
  /** As `useHotkeys` reads it. */
  readonly keys: string;
  /** As it is shown. */
  readonly shown: string;
}

export interface Chords {
  readonly newQuestion: Chord;
  readonly documents: Chord;
}

/** On a Mac, Option with a letter types another letter; with Control beside it, nothing. */
export function chordsFor(isMac: boolean): Chords {
  const chord = (letter: string): Chord =>
    isMac
      ? { keys: `ctrl+alt+${letter}`, shown: `Control Option ${letter}` }
      : { keys: `alt+${letter}`, shown: `Alt ${letter}` };
  return { newQuestion: chord("N"), documents: chord("D") };
}

/** Whether going elsewhere would throw away what somebody is in the midst of. */
export function isMidWork(element: Pick<Element, "closest"> | null): boolean {
  if (element === null || element.closest("[data-kept-writing]") !== null) return false;
  return element.closest("input, textarea, select, [contenteditable], [role=dialog]") !== null;
}
