import { Button, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { ErrorNote } from "./ErrorNote";

interface Props {
  submit: string;
  isReady?: boolean;
  isBusy: boolean;
  error: unknown;
  onSubmit: () => void;
  children: ReactNode;
}

/** Fields below one another, what went wrong, and the button that sends them. */
export function Form({ submit, isReady = true, isBusy, error, onSubmit, children }: Props) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={send}>
      <Stack gap="md">
        {children}
        {error !== null && error !== undefined && <ErrorNote error={error} />}
        <Button type="submit" loading={isBusy} disabled={!isReady}>
          {submit}
        </Button>
      </Stack>
    </form>
  );
}
