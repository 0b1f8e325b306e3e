import type { CheckedIndex, Health } from "../../api/health";
import { formatAgo } from "../../ui/time";
import { StateTag } from "../indexes/StateTag";
import { Row } from "../Row";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { indexWords } from "../text";
import classes from "./Health.module.css";
import { Mark } from "./Mark";
import { askedWith, foundOf, recallLead } from "./recallWords";
import { isMeasured } from "./standing";
import { text } from "./text";

/** Which share of the nearest passages each index version finds. */
export function Recall({ recall }: { recall: Health["recall"] }) {
  return (
    <Section title={text.recall} lead={recallLead(recall)}>
      {recall.is_late && (
        <p className={classes["late"]}>
          {text.late(recall.checked_at === null ? text.never : text.checked(formatAgo(recall.checked_at)))}
        </p>
      )}
      {!isMeasured(recall) && !recall.is_late && <p>{text.never}</p>}
      {recall.indexes.length === 0 ? (
        <p>{text.noIndexes}</p>
      ) : (
        <Rows>
          {recall.indexes.map((index) => (
            <IndexRow key={index.id} index={index} />
          ))}
        </Rows>
      )}
    </Section>
  );
}

function IndexRow({ index }: { index: CheckedIndex }) {
  const words = indexWords[index.state as keyof typeof indexWords] ?? index.state;
  const checked =
    index.checked_at === null ? "" : `, ${text.checked(formatAgo(index.checked_at)).toLowerCase()}`;
  const found = foundOf(index);
  return (
    <Row
      name={
        <>
          {text.index(index.id)}
          <StateTag state={index.state} words={words} />
        </>
      }
      detail={`${index.embedder}${checked}${askedWith(index)}`}
    >
      {found === null ? (
        <Mark tone={index.is_exact ? "good" : "open"}>{index.is_exact ? text.exact : text.unmeasured}</Mark>
      ) : (
        <Mark tone={index.is_low ? "bad" : "good"}>{found}</Mark>
      )}
    </Row>
  );
}
