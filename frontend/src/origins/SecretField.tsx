import { PasswordInput, Textarea } from "@mantine/core";
import type { SourceSecret } from "../api/types";
import { text } from "./text";

interface Props {
  secret: SourceSecret;
  isKept: boolean;
  /** Whether what is kept was given for another place, and has to be entered again. */
  mustSeal: boolean;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** One secret: it goes in, and never comes out again. */
export function SecretField({ secret, isKept, mustSeal, value, error, onChange }: Props) {
  const keptHint = mustSeal ? text.secretAgain : text.secretKept;
  const hint = isKept ? keptHint : text.secretHint;
  const look = {
    label: secret.title,
    description: `${secret.description} ${hint}`.trim(),
    error,
    value,
    required: secret.required && (mustSeal || !isKept),
    withAsterisk: false,
    autoComplete: "off",
  };
  return secret.long ? (
    <Textarea {...look} autosize minRows={3} onChange={(event) => onChange(event.currentTarget.value)} />
  ) : (
    <PasswordInput {...look} onChange={(event) => onChange(event.currentTarget.value)} />
  );
}
