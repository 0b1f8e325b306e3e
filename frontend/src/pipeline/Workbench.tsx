import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { type Applied, checkPipeline, comparePipeline, type Difference, type Fault } from "../api/pipelines";
import { ErrorNote } from "../ui/ErrorNote";
import { Apply } from "./Apply";
import { Comparison } from "./Comparison";
import { Editor } from "./Editor";
import { FaultList } from "./FaultList";
import { FileButtons } from "./FileButtons";
import { lineStart } from "./lineStart";
import { StayQuestion } from "./StayQuestion";
import { text } from "./text";
import classes from "./Workbench.module.css";

type Step = "check" | "compare" | "apply";

interface Found {
  step: Step;
  faults: readonly Fault[];
  difference: Difference | null;
}

interface Props {
  slug: string;
  present: string;
  mayApply: boolean;
}

async function look(slug: string, content: string, step: Step): Promise<Found> {
  const { errors: faults } = await checkPipeline(slug, content);
  const isCompared = faults.length === 0 && step !== "check";
  return { step, faults, difference: isCompared ? await comparePipeline(slug, content) : null };
}

/** The file under change: checked, compared, applied. */
export function Workbench({ slug, present, mayApply }: Props) {
  const [draft, setDraft] = useState<string | null>(null);
  const content = draft ?? present;
  const [applied, setApplied] = useState<Applied | null>(null);
  const editorRef = useRef<HTMLTextAreaElement>(null);
  const looking = useMutation({ mutationFn: (step: Step) => look(slug, content, step) });
  const write = (changed: string | null) => {
    looking.reset();
    setApplied(null);
    setDraft(changed);
  };
  const goTo = (line: number) => {
    const start = lineStart(content, line);
    editorRef.current?.focus();
    editorRef.current?.setSelectionRange(start, start);
  };
  const { faults, difference, step } = looking.data ?? { faults: [], difference: null, step: null };
  const button = (name: Step) => ({
    onClick: () => looking.mutate(name),
    loading: looking.isPending && looking.variables === name,
    disabled: looking.isPending,
  });
  const isChanged = content !== present;
  return (
    <section aria-label={text.file}>
      <FileButtons
        slug={slug}
        content={content}
        onUpload={write}
        {...(isChanged ? { onDiscard: () => write(null) } : {})}
      />
      <Editor ref={editorRef} content={content} faults={faults} onChange={write} />
      <div className={classes["steps"]}>
        <Button variant="default" {...button("check")}>
          {text.check}
        </Button>
        <Button variant="default" {...button("compare")}>
          {text.compare}
        </Button>
        {mayApply && <Button {...button("apply")}>{text.apply}</Button>}
      </div>
      <p className={classes["hint"]}>{mayApply ? text.hint : text.onlyAdmins}</p>
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
          difference={difference}
          onApplied={(made) => {
            looking.reset();
            setApplied(made);
          }}
          onClose={looking.reset}
        />
      )}
      <StayQuestion isNeeded={isChanged && applied === null} />
    </section>
  );
}
