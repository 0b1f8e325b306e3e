import { ActionIcon, Textarea } from "@mantine/core";
import { useHotkeys, useMediaQuery } from "@mantine/hooks";
import { ArrowUp, Square } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { isEscapeLeft } from "../ui/escape";
import { CollectionScope } from "./CollectionScope";
import classes from "./Composer.module.css";
import { ModelBadge } from "./ModelBadge";
import { text } from "./text";

interface Props {
  isFollowUp: boolean;
  isBusy: boolean;
  /** Escape closes the source before it stops the answer. */
  isSourceOpen: boolean;
  onAsk: (question: string, collections: string[]) => void;
  onStop: () => void;
}

const longestQuestion = 4_000;

/** Where questions are written. Enter asks, Shift+Enter makes a line. */
export function Composer({ isFollowUp, isBusy, isSourceOpen, onAsk, onStop }: Props) {
  const [question, setQuestion] = useState("");
  const [collections, setCollections] = useState<string[]>([]);
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const isTouch = useMediaQuery("(hover: none)") ?? false;
  useHotkeys([["/", () => fieldRef.current?.focus()]]);
  const stopByKey = (event: globalThis.KeyboardEvent) => {
    if (isBusy && !isSourceOpen && isEscapeLeft(event)) onStop();
  };
  useHotkeys([["Escape", stopByKey, { preventDefault: false }]], []);
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const asked = question.trim();
    if (asked === "" || isBusy) return;
    setQuestion("");
    onAsk(asked, collections);
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || isTouch) return;
    event.preventDefault();
    submit();
  };
  return (
    <form className={classes["root"]} onSubmit={submit}>
      <Textarea
        ref={fieldRef}
        variant="unstyled"
        aria-label={text.questionLabel}
        placeholder={isFollowUp ? text.followUp : text.placeholder}
        autosize
        minRows={1}
        maxRows={9}
        maxLength={longestQuestion}
        autoFocus={!isTouch}
        value={question}
        onChange={(event) => setQuestion(event.currentTarget.value)}
        onKeyDown={pressed}
        classNames={{ input: classes["field"] ?? "" }}
      />
      <div className={classes["row"]}>
        <CollectionScope chosen={collections} onChoose={setCollections} />
        <ModelBadge />
        {isBusy ? (
          <ActionIcon size="lg" radius="md" variant="default" aria-label={text.stop} onClick={onStop}>
            <Square size={14} fill="currentColor" />
          </ActionIcon>
        ) : (
          <ActionIcon
            type="submit"
            size="lg"
            radius="md"
            aria-label={text.ask}
            disabled={question.trim() === ""}
          >
            <ArrowUp size={18} />
          </ActionIcon>
        )}
      </div>
    </form>
  );
}
