import { ActionIcon, Textarea } from "@mantine/core";
import { useHotkeys, useMediaQuery } from "@mantine/hooks";
import { ArrowUp, Square } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useRef } from "react";
import { keptWriting } from "../app/shortcuts";
import { isEscapeLeft } from "../ui/escape";
import { CollectionScope } from "./CollectionScope";
import classes from "./Composer.module.css";
import { DayScope } from "./DayScope";
import { type Bounds, drafts } from "./drafts";
import { LengthNote } from "./LengthNote";
import { charactersLeft } from "./length";
import { ModelBadge } from "./ModelBadge";
import { text } from "./text";
import { useDraft } from "./useDraft";

interface Props {
  /** The conversation, or the place where a new one begins: each keeps what is written there. */
  place: string;
  isFollowUp: boolean;
  isBusy: boolean;
  /** Escape closes the source before it stops the answer. */
  isSourceOpen: boolean;
  onAsk: (question: string, bounds: Bounds) => void;
  onStop: () => void;
}

/** Where questions are written. Enter asks, Shift+Enter makes a line. */
export function Composer({ place, isFollowUp, isBusy, isSourceOpen, onAsk, onStop }: Props) {
  const { question, collections, asOf } = useDraft(place);
  const left = charactersLeft(question);
  const isReady = question.trim() !== "" && (left ?? 0) >= 0;
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const isTouch = useMediaQuery("(hover: none)") ?? false;
  useHotkeys([["/", () => fieldRef.current?.focus()]]);
  const stopByKey = (event: globalThis.KeyboardEvent) => {
    if (isBusy && !isSourceOpen && isEscapeLeft(event)) onStop();
  };
  useHotkeys([["Escape", stopByKey, { preventDefault: false }]], []);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!isReady || isBusy) return;
    drafts.change(place, { question: "" });
    onAsk(question.trim(), { collections, asOf });
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || isTouch) return;
    event.preventDefault();
    submit();
  };
  return (
    <form className={classes["root"]} onSubmit={submit} {...keptWriting}>
      <Textarea
        ref={fieldRef}
        variant="unstyled"
        aria-label={text.questionLabel}
        placeholder={isFollowUp ? text.followUp : text.placeholder}
        autosize
        minRows={1}
        maxRows={9}
        autoFocus={!isTouch}
        value={question}
        onChange={(event) => drafts.change(place, { question: event.currentTarget.value })}
        onKeyDown={pressed}
        classNames={{ input: classes["field"] ?? "" }}
      />
      <div className={classes["row"]}>
        <div className={classes["chips"]}>
          <CollectionScope
            chosen={collections}
            onChoose={(chosen) => drafts.change(place, { collections: chosen })}
          />
          <DayScope day={asOf} onChoose={(day) => drafts.change(place, { asOf: day })} />
          <ModelBadge />
        </div>
        <LengthNote left={left} />
        {isBusy ? (
          <ActionIcon size="lg" radius="md" variant="default" aria-label={text.stop} onClick={onStop}>
            <Square size={14} fill="currentColor" />
          </ActionIcon>
        ) : (
          <ActionIcon type="submit" size="lg" radius="md" aria-label={text.ask} disabled={!isReady}>
            <ArrowUp size={18} />
          </ActionIcon>
        )}
      </div>
    </form>
  );
}
