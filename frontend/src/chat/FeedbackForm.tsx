import { Button, Chip, Group, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { giveFeedback } from "../api/conversations";
import type { Feedback, FeedbackReason } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import classes from "./FeedbackForm.module.css";
import { ratedAnew } from "./rating";
import { reasonWords, text } from "./text";

interface Props {
  message: string;
  rating: Feedback["rating"];
  feedback: Feedback | null;
  isTakingBack: boolean;
  onTakeBack: () => void;
  onClose: () => void;
}

const reasons = Object.keys(reasonWords) as FeedbackReason[];

/** Why the thumb went that way, and what a better answer would have said. */
export function FeedbackForm(props: Props) {
  const { message, rating, feedback, isTakingBack, onTakeBack, onClose } = props;
  const [chosen, setChosen] = useState<string[]>(feedback?.reasons ?? []);
  const [comment, setComment] = useState(feedback?.comment ?? "");
  const [expected, setExpected] = useState(feedback?.expected_answer ?? "");
  const formRef = useRef<HTMLFormElement>(null);
  const isDown = rating === "down";
  // It opens at the end of the page, where the field for questions lies over it.
  useEffect(() => {
    formRef.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const sending = useMutation({
    mutationFn: () =>
      giveFeedback(message, {
        ...ratedAnew(feedback, rating),
        reasons: isDown ? reasons.filter((reason) => chosen.includes(reason)) : [],
        comment,
        expected_answer: isDown ? expected : "",
      }),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    sending.mutate();
  };
  return (
    <form ref={formRef} className={classes["root"]} onSubmit={submit}>
      {isDown && (
        <fieldset className={classes["reasons"]}>
          <legend>{text.whatWasWrong}</legend>
          <Chip.Group multiple value={chosen} onChange={setChosen}>
            <Group gap="xs">
              {reasons.map((reason) => (
                <Chip key={reason} value={reason} size="sm" variant="outline" radius="sm">
                  {reasonWords[reason]}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        </fieldset>
      )}
      <Textarea
        label={isDown ? text.comment : text.whatWasGood}
        autosize
        minRows={2}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
      />
      {isDown && (
        <Textarea
          label={text.expected}
          autosize
          minRows={2}
          value={expected}
          onChange={(event) => setExpected(event.currentTarget.value)}
        />
      )}
      {sending.error && <ErrorNote error={sending.error} />}
      <Group gap="xs">
        <Button type="submit" size="sm" loading={sending.isPending}>
          {text.send}
        </Button>
        <Button size="sm" variant="subtle" color="gray" onClick={onClose}>
          {text.cancel}
        </Button>
        <Button size="sm" variant="subtle" color="red" ml="auto" loading={isTakingBack} onClick={onTakeBack}>
          {text.takeBack}
        </Button>
      </Group>
    </form>
  );
}
