import { cpSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const backend = process.env["RAGLAN_BACKEND"] ?? "http://localhost:8000";
const server = { target: backend, changeOrigin: false };

/** Put pdf.js's own data beside the bundle: character maps, standard fonts, decoders without WebAssembly. */
const pdfData = {
  name: "raglan-pdf-data",
  closeBundle() {
    for (const folder of ["cmaps", "standard_fonts", "iccs"]) {
      cpSync(`node_modules/pdfjs-dist/${folder}`, `dist/pdfjs/${folder}`, { recursive: true });
    }
    cpSync("node_modules/pdfjs-dist/wasm", "dist/pdfjs/wasm", {
      recursive: true,
      filter: (path) => !/\.wasm$|quickjs/.test(path),
    });
  },
};

export default defineConfig({
  plugins: [react(), pdfData],
  build: {
    outDir: "dist",
    // A data: URI would need its own exception in the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  server: {
    allowedHosts: [".localhost"],
    proxy: {
      "/api": server,
      "/_allauth": server,
      "/ws": { ...server, ws: true },
    },
  },
  test: {
    environment: "node",
    include: ["src/**/*.test.ts", "src/**/*.test.tsx"],
  },
});
