/** Bring something into sight, for the eye and for whoever listens. */
export function leadTo(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "start" });
  element?.focus({ preventScroll: true });
}
