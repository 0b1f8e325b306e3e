/** Whether the end of an answer is to be brought into sight when it has been written. */

export interface Extent {
  readonly top: number;
  readonly bottom: number;
}

/** Only for who reads it: nobody is taken away from another answer, in a view of this height. */
export function isBeingRead(turn: Extent, viewHeight: number): boolean {
  return turn.top < viewHeight && turn.bottom > 0;
}

/** A turn that has just come to its end: the same one as before, and no more being written. */
export function hasJustEnded(
  before: { key: string; isLive: boolean } | null,
  now: { key: string; isLive: boolean } | null,
): boolean {
  return before !== null && now !== null && before.key === now.key && before.isLive && !now.isLive;
}
