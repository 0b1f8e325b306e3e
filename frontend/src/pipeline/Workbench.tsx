import { useRef, useState } from "react";
import type { Applied, Present } from "../api/pipelines";
import { ErrorNote } from "../ui/ErrorNote";
import { Apply } from "./Apply";
import { Comparison } from "./Comparison";
import { Conflict } from "./Conflict";
import { Editor } from "./Editor";
import { FaultList } from "./FaultList";
import { FileButtons } from "./FileButtons";
import { leadTo } from "./leadTo";
import { lineStart } from "./lineStart";
import { StayQuestion } from "./StayQuestion";
import { type Step, Steps } from "./Steps";
import { text } from "./text";
import { useDraft } from "./useDraft";
import { useLook } from "./useLook";
import classes from "./Workbench.module.css";

interface Props {
  slug: string;
  present: Present;
  mayApply: boolean;
}

/** The file under change: checked, compared, applied. */
export function Workbench({ slug, present, mayApply }: Props) {
  const draft = useDraft(present);
  const { content, start, isChanged, isOutdated } = draft;
  const [applied, setApplied] = useState<Applied | null>(null);
  const editorRef = useRef<HTMLTextAreaElement>(null);
  const conflictRef = useRef<HTMLElement>(null);
  const looking = useLook(slug, content, present);
  const { step, faults, difference } = looking;
  const then = <Given extends unknown[]>(change: (...given: Given) => void) => {
    return (...given: Given) => {
      looking.reset();
      setApplied(null);
      change(...given);
    };
  };
  const begin = (chosen: Step) => {
    // From here on the text is one that was made of the file that the page shows.
    if (chosen === "apply") draft.write(content);
    looking.begin(chosen);
  };
  const goTo = (line: number) => {
    const start = lineStart(content, line);
    editorRef.current?.focus();
    editorRef.current?.setSelectionRange(start, start);
  };
  return (
    <section aria-label={text.file}>
      <FileButtons
        slug={slug}
        content={content}
        onUpload={then(draft.write)}
        {...(isChanged ? { onDiscard: then(draft.discard) } : {})}
      />
      {isOutdated && (
        <Conflict
          ref={conflictRef}
          slug={slug}
          start={start}
          present={present}
          isInTheWay={step === "apply"}
          isTextLost={isChanged}
          onKeep={() => {
            then(draft.goOn)();
            looking.begin("compare");
          }}
          onTake={then(draft.discard)}
        />
      )}
      <Editor ref={editorRef} content={content} faults={faults} onChange={then(draft.write)} />
      <Steps
        mayApply={mayApply}
        going={looking.going}
        onChoose={begin}
        {...(isOutdated ? { onSeeConflict: () => leadTo(conflictRef.current) } : {})}
      />
      <div role="status">
        {step === "check" && faults.length === 0 && <p className={classes["good"]}>{text.right}</p>}
        {applied !== null && <p className={classes["good"]}>{text.applied(applied.number, applied.index)}</p>}
      </div>
      {looking.error && <ErrorNote error={looking.error} />}
      {faults.length > 0 && <FaultList faults={faults} onChoose={goTo} />}
      {step === "compare" && difference !== null && (
        <Comparison slug={slug} difference={difference} isCosted={mayApply} />
      )}
      {step === "apply" && difference !== null && !isOutdated && (
        <Apply
          slug={slug}
          content={content}
          difference={difference}
          onApplied={(made) => {
            then(draft.keepApplied)(made.number);
            setApplied(made);
          }}
          onClose={looking.reset}
        />
      )}
      <StayQuestion isNeeded={isChanged && applied === null} />
    </section>
  );
}
