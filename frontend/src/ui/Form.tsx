import { Button, type MantineSize, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import type { Attempt } from "./attempt";
import { ErrorNote } from "./ErrorNote";

interface Props {
  submit: string;
  isReady?: boolean;
  size?: MantineSize;
  attempt: Attempt;
  /** What is said of the whole: the attempt's own failure, unless a field says it or it is no failure. */
  error?: unknown;
  children: ReactNode;
  /** What stands below the button. */
  foot?: ReactNode;
}

/** Fields below one another, what went wrong, and the button that sends them. */
export function Form({ submit, isReady = true, size = "sm", attempt, error, children, foot }: Props) {
  const said = error === undefined ? attempt.error : error;
  const send = (event: FormEvent) => {
    event.preventDefault();
    attempt.mutate();
  };
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        {children}
        {said !== null && said !== undefined && <ErrorNote error={said} />}
        <Button type="submit" size={size} loading={attempt.isPending} disabled={!isReady}>
          {submit}
        </Button>
        {foot}
      </Stack>
    </form>
  );
}
