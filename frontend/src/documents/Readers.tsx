import { LockKeyhole } from "lucide-react";
import classes from "./Readers.module.css";
import { text } from "./text";
import { useReaderName } from "./useNames";

/** Who may read something; only a restriction draws attention. */
export function Readers({ readers }: { readers: readonly string[] }) {
  const nameOf = useReaderName();
  const isOpen = readers.length === 0 || readers.includes("everyone");
  return (
    <span className={classes["root"]} data-restricted={!isOpen || undefined}>
      {!isOpen && <LockKeyhole size={13} aria-hidden="true" />}
      <span className="visually-hidden">{text.readers}: </span>
      {isOpen ? text.everyone : readers.map(nameOf).join(", ")}
    </span>
  );
}
