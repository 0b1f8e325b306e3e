import { placeOf } from "../markdown/place";
import { Tabled } from "../ui/Tabled";
import classes from "./PassageCard.module.css";
import { text } from "./text";

interface Props {
  passage: {
    text: string;
    tokens: number;
    page: number | null;
    place: string;
    section: string[];
    embedded?: string;
    parent?: { text: string };
  };
  most: number;
}

/** One passage: where it stands, how full it is, its words, and what is embedded and read with it. */
export function PassageCard({ passage, most }: Props) {
  const share = Math.min(100, Math.round((100 * passage.tokens) / most));
  const unseen = [
    [text.embedded, passage.embedded],
    [text.around, passage.parent?.text],
  ] as const;
  return (
    <li className={classes["root"]}>
      <p className={classes["head"]}>
        <span className={classes["place"]}>{placeOf(passage)}</span>
        <span className={classes["tokens"]}>{text.tokens(passage.tokens)}</span>
      </p>
      <div className={classes["gauge"]} aria-hidden>
        <div className={classes["filled"]} style={{ inlineSize: `${share}%` }} />
      </div>
      <div className={classes["text"]}>
        <Tabled text={passage.text} />
      </div>
      {unseen.map(
        ([label, words]) =>
          words !== undefined &&
          words !== passage.text && (
            <details key={label} className={classes["more"]}>
              <summary>{label}</summary>
              <p>{words}</p>
            </details>
          ),
      )}
    </li>
  );
}
