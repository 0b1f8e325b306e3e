import classes from "./StateTag.module.css";

/** A state in a word, coloured where it matters. */
export function StateTag({ state, words }: { state: string; words: string }) {
  return (
    <span className={classes["root"]} data-state={state}>
      {words}
    </span>
  );
}
