import { PasswordInput, Textarea } from "@mantine/core";
import type { SourceSecret } from "../api/types";
import { text } from "./text";

interface Props {
  secret: SourceSecret;
  isKept: boolean;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** One secret: it goes in, and never comes out again. */
export function SecretField({ secret, isKept, value, error, onChange }: Props) {
  const hint = isKept ? text.secretKept : text.secretHint;
  const look = {
    label: secret.title,
    description: `${secret.description} ${hint}`.trim(),
    error,
    value,
    required: secret.required && !isKept,
    withAsterisk: false,
    autoComplete: "off",
  };
  return secret.long ? (
    <Textarea {...look} autosize minRows={3} onChange={(event) => onChange(event.currentTarget.value)} />
  ) : (
    <PasswordInput {...look} onChange={(event) => onChange(event.currentTarget.value)} />
  );
}
