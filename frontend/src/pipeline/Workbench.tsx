import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import {
  type Applied,
  checkPipeline,
  comparePipeline,
  type Difference,
  type Fault,
  type Present,
} from "../api/pipelines";
import { ErrorNote } from "../ui/ErrorNote";
import { Apply } from "./Apply";
import { Comparison } from "./Comparison";
import { Conflict } from "./Conflict";
import { Editor } from "./Editor";
import { FaultList } from "./FaultList";
import { FileButtons } from "./FileButtons";
import { lineStart } from "./lineStart";
import { StayQuestion } from "./StayQuestion";
import { type Step, Steps } from "./Steps";
import { text } from "./text";
import { useDraft } from "./useDraft";
import classes from "./Workbench.module.css";

interface Found {
  step: Step;
  faults: readonly Fault[];
  difference: Difference | null;
}

interface Props {
  slug: string;
  present: Present;
  mayApply: boolean;
}

async function look(slug: string, content: string, step: Step): Promise<Found> {
  const { errors: faults } = await checkPipeline(slug, content);
  const isCompared = faults.length === 0 && step !== "check";
  return { step, faults, difference: isCompared ? await comparePipeline(slug, content) : null };
}

/** The file under change: checked, compared, applied. */
export function Workbench({ slug, present, mayApply }: Props) {
  const draft = useDraft(present);
  const { content, start, isChanged } = draft;
  const [applied, setApplied] = useState<Applied | null>(null);
  const editorRef = useRef<HTMLTextAreaElement>(null);
  const looking = useMutation({ mutationFn: (step: Step) => look(slug, content, step) });
  const then = <Given extends unknown[]>(change: (...given: Given) => void) => {
    return (...given: Given) => {
      looking.reset();
      setApplied(null);
      change(...given);
    };
  };
  const goTo = (line: number) => {
    const start = lineStart(content, line);
    editorRef.current?.focus();
    editorRef.current?.setSelectionRange(start, start);
  };
  const { faults, difference, step } = looking.data ?? { faults: [], difference: null, step: null };
  return (
    <section aria-label={text.file}>
      <FileButtons
        slug={slug}
        content={content}
        onUpload={then(draft.write)}
        {...(isChanged ? { onDiscard: then(draft.discard) } : {})}
      />
      {draft.isOutdated && (
        <Conflict
          slug={slug}
          start={start}
          present={present}
          onKeep={then(draft.goOn)}
          onTake={then(draft.discard)}
        />
      )}
      <Editor ref={editorRef} content={content} faults={faults} onChange={then(draft.write)} />
      <Steps
        mayApply={mayApply}
        isOutdated={draft.isOutdated}
        going={looking.isPending ? looking.variables : null}
        onChoose={looking.mutate}
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
      {step === "apply" && difference !== null && (
        <Apply
          slug={slug}
          content={content}
          base={start.base}
          difference={difference}
          onApplied={(made) => {
            then(draft.keepApplied)();
            setApplied(made);
          }}
          onClose={looking.reset}
        />
      )}
      <StayQuestion isNeeded={isChanged && applied === null} />
    </section>
  );
}
