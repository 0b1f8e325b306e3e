import { TextInput } from "@mantine/core";
import { text } from "./text";

/** Whose account it is; a password manager fills it in. */
export function EmailInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <TextInput
      label={text.email}
      type="email"
      name="email"
      autoComplete="username"
      required
      withAsterisk={false}
      size="md"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
