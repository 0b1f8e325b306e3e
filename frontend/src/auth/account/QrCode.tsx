import { qrModules } from "../qr";
import classes from "./AccountScreen.module.css";
import { text } from "./text";

const quiet = 4;

/** A QR code, drawn here: what it says is a secret. */
export function QrCode({ value }: { value: string }) {
  const modules = qrModules(value);
  const size = modules.length + 2 * quiet;
  const path = modules
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + quiet} ${y + quiet}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      role="img"
      aria-label={text.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={classes["qr"]}
    >
      <path d={path} fill="currentColor" />
    </svg>
  );
}
