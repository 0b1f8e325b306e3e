import classes from "./Composer.module.css";
import { spokenLeft } from "./length";
import { text } from "./text";

/** How much of a question's length is left, once little is: shown at every key, spoken in steps. */
export function LengthNote({ left }: { left: number | null }) {
  const step = spokenLeft(left);
  return (
    <>
      {left !== null && (
        <p className={classes["left"]} aria-hidden="true" data-over={left < 0 || undefined}>
          {text.charactersLeft(left)}
        </p>
      )}
      <span className="visually-hidden" role="status">
        {step === null ? "" : text.charactersSpoken(step)}
      </span>
    </>
  );
}
