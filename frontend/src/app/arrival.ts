/** Say whether the page came to a browser without a session; of its first look alone: people sign in later. */
export function cameSignedOut(page: Pick<Document, "querySelector"> = document): boolean {
  const said = page.querySelector<HTMLMetaElement>('meta[name="session"]');
  said?.remove();
  return said?.content === "none";
}
