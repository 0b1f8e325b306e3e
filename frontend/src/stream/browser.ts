/** The session as the browser runs it: real sockets, real timers, the page's own host. */
import type { SocketLike, Timers } from "./connection";
import { ChatSession } from "./session";

function openSocket(): SocketLike {
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  return new WebSocket(`${scheme}://${window.location.host}/ws/chat`) as unknown as SocketLike;
}

export const timers: Timers = {
  after(milliseconds, run) {
    const timer = window.setTimeout(run, milliseconds);
    return () => window.clearTimeout(timer);
  },
  now: () => Date.now(),
};

// randomUUID needs a secure context, which a plain http tenant host isn't.
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `c${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

export const chatSession = new ChatSession(openSocket, timers, newId);
