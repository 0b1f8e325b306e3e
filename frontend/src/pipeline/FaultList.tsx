import type { Fault } from "../api/pipelines";
import classes from "./FaultList.module.css";
import { text } from "./text";

export const faultsId = "pipeline-faults";

interface Props {
  faults: readonly Fault[];
  onChoose: (line: number) => void;
}

/** What is wrong in a file: where, and what was expected; a line leads to its place. */
export function FaultList({ faults, onChoose }: Props) {
  return (
    <div id={faultsId} className={classes["root"]} role="alert">
      <p className={classes["sum"]}>{text.faults(faults.length)}</p>
      <ul className={classes["list"]}>
        {faults.map(({ path, line, detail }) => (
          <li key={`${path} ${line} ${detail}`}>
            <button type="button" className={classes["line"]} onClick={() => onChoose(line)}>
              {text.line(line)}
            </button>
            <span>
              {path !== "" && <code className={classes["path"]}>{path}</code>} {detail}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
