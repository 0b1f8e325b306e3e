import { ActionIcon, Tooltip } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check, Copy, ThumbsDown, ThumbsUp } from "lucide-react";
import { useState } from "react";
import { giveFeedback, takeBackFeedback } from "../api/conversations";
import type { Feedback, FeedbackRequest } from "../api/types";
import { ErrorNote } from "../ui/ErrorNote";
import classes from "./FeedbackBar.module.css";
import { FeedbackForm } from "./FeedbackForm";
import { ratedAnew, shownRating } from "./rating";
import { text } from "./text";

interface Props {
  message: string;
  answer: string;
  feedback: Feedback | null;
  conversationId: string | null;
}

type Rating = Feedback["rating"];

/** Thumbs, and what was wrong. A thumb counts at once; pressed again, it shows what was said, to add or take back. */
export function FeedbackBar({ message, answer, feedback, conversationId }: Props) {
  const [pressed, setPressed] = useState<Rating | null | undefined>(undefined);
  const [isFormOpen, setIsFormOpen] = useState(false);
  const [isCopied, setIsCopied] = useState(false);
  const queryClient = useQueryClient();
  const rating = shownRating(feedback, pressed);
  const refresh = () => queryClient.invalidateQueries({ queryKey: ["conversation", conversationId] });
  const thumb = useMutation({
    mutationFn: (opinion: FeedbackRequest) => giveFeedback(message, opinion),
    onMutate: (opinion) => {
      setPressed(opinion.rating);
      setIsFormOpen(true);
    },
    onSuccess: () => void refresh(),
    onError: () => setPressed(undefined),
  });
  const removal = useMutation({
    mutationFn: () => takeBackFeedback(message),
    onSuccess: () => {
      setPressed(null);
      setIsFormOpen(false);
      return refresh();
    },
  });
  const press = (next: Rating) => {
    if (rating === next) setIsFormOpen(!isFormOpen);
    else thumb.mutate(ratedAnew(rating === null ? null : feedback, next));
  };
  const copy = async () => {
    await navigator.clipboard.writeText(answer);
    setIsCopied(true);
  };
  const error = thumb.error ?? removal.error;
  return (
    <div className={classes["root"]}>
      <div className={classes["buttons"]}>
        {(["up", "down"] as const).map((one) => {
          const label = one === "up" ? text.thumbUp : text.thumbDown;
          const Icon = one === "up" ? ThumbsUp : ThumbsDown;
          return (
            <Tooltip key={one} label={label}>
              <ActionIcon
                variant={rating === one ? "light" : "subtle"}
                color={rating === one ? "loden" : "gray"}
                aria-label={label}
                aria-pressed={rating === one}
                aria-expanded={rating === one ? isFormOpen : undefined}
                onClick={() => press(one)}
              >
                <Icon size={17} />
              </ActionIcon>
            </Tooltip>
          );
        })}
        {answer !== "" && window.isSecureContext && (
          <Tooltip label={isCopied ? text.copied : text.copy}>
            <ActionIcon variant="subtle" color="gray" aria-label={text.copy} onClick={() => void copy()}>
              {isCopied ? <Check size={17} /> : <Copy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
        <span role="status" className={classes["thanks"]}>
          {rating !== null && thumb.isSuccess ? text.thanks : ""}
        </span>
      </div>
      {error && <ErrorNote error={error} />}
      {isFormOpen && rating !== null && (
        <FeedbackForm
          message={message}
          rating={rating}
          feedback={feedback}
          isTakingBack={removal.isPending}
          onTakeBack={() => removal.mutate()}
          onClose={() => {
            setIsFormOpen(false);
            void refresh();
          }}
        />
      )}
    </div>
  );
}
