import { type MantineSize, PasswordInput } from "@mantine/core";
import { text } from "./text";

/** As few characters as the server takes. */
const shortest = 12;

interface Props {
  label?: string;
  size?: MantineSize;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** Where a password is chosen. */
export function NewPassword({ label = text.newPassword, size = "sm", value, error, onChange }: Props) {
  return (
    <PasswordInput
      label={label}
      description={text.newPasswordHint}
      autoComplete="new-password"
      required
      withAsterisk={false}
      minLength={shortest}
      size={size}
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
