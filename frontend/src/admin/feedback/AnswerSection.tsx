import { Drawer } from "@mantine/core";
import { useMemo, useState } from "react";
import type { Citation, FeedbackEntry } from "../../api/types";
import { SourceList } from "../../chat/SourceList";
import { WrittenAnswer } from "../../chat/WrittenAnswer";
import { CitationContext } from "../../markdown/CitationContext";
import { Source } from "../../sources/Source";
import classes from "./FeedbackDetail.module.css";
import { text } from "./text";

/** The answer as its reader saw it; each citation opens the passage behind it. */
export function AnswerSection({ entry }: { entry: FeedbackEntry }) {
  const [opened, setOpened] = useState<Citation | null>(null);
  const desk = useMemo(
    () => ({ citations: entry.citations, open: setOpened, opened }),
    [entry.citations, opened],
  );
  if (entry.answer === null) return <p>{text.answerHidden}</p>;
  return (
    <CitationContext value={desk}>
      <div className={classes["answer"]}>
        <WrittenAnswer
          written={entry.answer}
          mode={entry.mode === "" ? null : entry.mode}
          sentences={entry.sentences}
        />
      </div>
      <SourceList citations={entry.citations} isPassages={entry.outcome === "passages_only"} />
      <Drawer
        opened={opened !== null}
        onClose={() => setOpened(null)}
        position="right"
        size="lg"
        withCloseButton={false}
        title={text.source}
        classNames={{ header: "visually-hidden" }}
      >
        {opened && <Source citation={opened} onClose={() => setOpened(null)} />}
      </Drawer>
    </CitationContext>
  );
}
