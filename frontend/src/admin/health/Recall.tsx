import type { CheckedIndex, Health } from "../../api/health";
import { formatAgo } from "../../ui/time";
import { StateTag } from "../indexes/StateTag";
import { Row } from "../Row";
import { Rows } from "../Rows";
import { Section } from "../Section";
import { indexWords } from "../text";
import classes from "./Health.module.css";
import { Mark } from "./Mark";
import { isMeasured } from "./standing";
import { text } from "./text";

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** Which share of the nearest passages each index version finds. */
export function Recall({ recall }: { recall: Health["recall"] }) {
  return (
    <Section
      title={text.recall}
      lead={text.recallLead(percent(recall.least), percent(recall.least_of_questions), recall.questions)}
    >
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

/** With what the graph was asked. */
function asked({ recall, recall_of_questions }: CheckedIndex) {
  if (recall === null) return "";
  return `, ${recall_of_questions === null ? text.askedWithPassages : text.askedWithQuestions}`;
}

function IndexRow({ index }: { index: CheckedIndex }) {
  const words = indexWords[index.state as keyof typeof indexWords] ?? index.state;
  const checked =
    index.checked_at === null ? "" : `, ${text.checked(formatAgo(index.checked_at)).toLowerCase()}`;
  return (
    <Row
      name={
        <>
          {text.index(index.id)}
          <StateTag state={index.state} words={words} />
        </>
      }
      detail={`${index.embedder}${checked}${asked(index)}`}
    >
      {index.recall === null ? (
        <Mark tone={index.is_exact ? "good" : "open"}>{index.is_exact ? text.exact : text.unmeasured}</Mark>
      ) : (
        <Mark tone={index.is_low ? "bad" : "good"}>
          {index.recall_of_questions === null
            ? percent(index.recall)
            : text.recalls(percent(index.recall_of_questions), percent(index.recall))}
        </Mark>
      )}
    </Row>
  );
}
