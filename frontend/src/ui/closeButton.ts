import { text } from "./text";

/** The way out of a dialog, by its name: the library's own button has none. */
export const closeButton = { "aria-label": text.close };
