/** A dialog that shows a secret goes only by its own button: a click beside it would lose what is shown once. */
export const keptOpen = { closeOnClickOutside: false, closeOnEscape: false, withCloseButton: false };
