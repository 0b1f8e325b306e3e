/* Name in package-lock.json the optional packages of other platforms, which npm leaves out where its registry
   has only this platform's, and which `npm ci` then misses. Run after each change of the lock: npm run lock */
import { readFileSync, writeFileSync } from "node:fs";

const FILE = "package-lock.json";
const PLATFORM = /-(android|darwin|linux|win32|freebsd|openharmony)-(\w+?)(?:-(gnu|musl|gnueabihf|msvc))?$/;

const lock = JSON.parse(readFileSync(FILE, "utf8"));
for (const entry of Object.values({ ...lock.packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const [, os, cpu, libc] = PLATFORM.exec(name) ?? [];
    if (!os || lock.packages[`node_modules/${name}`]) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu: [cpu],
      ...(entry.dev ? { dev: true } : {}),
      ...(libc === "musl" ? { libc: ["musl"] } : {}),
      optional: true,
      os: [os],
    };
  }
}
const packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
