import { useSyncExternalStore } from "react";
import { ImportRow } from "./ImportRow";
import { imports } from "./imports";
import { text } from "./text";
import classes from "./UploadList.module.css";

/** The websites that are being read. */
export function ImportList() {
  const begun = useSyncExternalStore(imports.subscribe, imports.snapshot);
  if (begun.length === 0) return null;
  return (
    <section className={classes["root"]} aria-label={text.imports}>
      <ul className={classes["list"]}>
        {begun.map((one) => (
          <ImportRow key={one.job} begun={one} />
        ))}
      </ul>
    </section>
  );
}
