import { setNonce } from "get-nonce";

/** Read the nonce that the server put into the page; empty where no server did. */
export function styleNonce(): string {
  const content = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
  return content === "__CSP_NONCE__" ? "" : content;
}

/** Hand the nonce to the scroll lock under dialogs, which adds a style element of its own. */
export function shareStyleNonce(): void {
  const nonce = styleNonce();
  if (nonce !== "") setNonce(nonce);
}
