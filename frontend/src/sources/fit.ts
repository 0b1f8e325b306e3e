/** How large a page is drawn: so that its text, not its margins, fills the room. */

export interface Extent {
  readonly left: number;
  readonly right: number;
}

export const smallestZoom = 1;
export const largestZoom = 4;
const zoomStep = 1.25;
const largestFit = 2;
const paddingPixels = 12;

/** The zoom at which text of this extent, measured at zoom 1, fills the width: larger, and each line is cut off. */
export function fittingZoom(text: Extent | null, width: number): number {
  if (text === null || width <= 0) return smallestZoom;
  const wanted = text.right - text.left;
  if (wanted <= 0) return smallestZoom;
  return Math.min(Math.max((width - 2 * paddingPixels) / wanted, smallestZoom), largestFit);
}

/** How far to scroll so that the text begins at the left edge. */
export function fittingScroll(text: Extent | null): number {
  return text === null ? 0 : Math.max(0, text.left - paddingPixels);
}

/** From the left end of the leftmost piece to the right end of the rightmost. */
export function extentOf(pieces: readonly Extent[]): Extent | null {
  if (pieces.length === 0) return null;
  return {
    left: Math.min(...pieces.map(({ left }) => left)),
    right: Math.max(...pieces.map(({ right }) => right)),
  };
}

export const larger = (zoom: number): number => Math.min(zoom * zoomStep, largestZoom);
export const smaller = (zoom: number): number => Math.max(zoom / zoomStep, smallestZoom);

/** How large a page is, and whether its reader wanted it so. */
export interface Zoom {
  /** Null until the page has been measured. */
  readonly factor: number | null;
  readonly isChosen: boolean;
}

export const unfitted: Zoom = { factor: null, isChosen: false };
export const fitted = (factor: number): Zoom => ({ factor, isChosen: false });
export const chosen = (factor: number): Zoom => ({ factor, isChosen: true });

/** A page is fitted anew to another width, unless its reader has said how large it should be. */
export const atAnotherWidth = (zoom: Zoom): Zoom => (zoom.isChosen ? zoom : unfitted);
