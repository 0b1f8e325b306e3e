import { TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { deadline } from "../../api/client";
import { besideFields, problemOf } from "../../api/problem";
import { ErrorNote } from "../../ui/ErrorNote";
import { Form } from "../../ui/Form";
import { LoadingLines } from "../../ui/LoadingLines";
import classes from "./AccountScreen.module.css";
import {
  beginSecondFactor,
  isUnconfirmed,
  makeRecoveryCodes,
  secondFactorKey,
  turnOnSecondFactor,
} from "./api";
import { CodesToCome } from "./CodesToCome";
import { PasswordCheck } from "./PasswordCheck";
import { QrCode } from "./QrCode";
import { text } from "./text";

/** The secret for the app, and the code that shows that it arrived. */
export function EnrolForm({ onDone }: { onDone: (codes: readonly string[]) => void }) {
  const [code, setCode] = useState("");
  const queryClient = useQueryClient();
  const enrolment = useQuery({
    queryKey: [...secondFactorKey, "enrolment"],
    queryFn: ({ signal }) => beginSecondFactor(signal),
    // Each asking draws a new secret: once per opening, and none is kept.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  const onSettled = () => queryClient.invalidateQueries({ queryKey: secondFactorKey, exact: true });
  // Two steps: where the codes fail, the factor is on all the same, and a code of the app isn't taken twice.
  const recovery = useMutation({
    mutationFn: () => makeRecoveryCodes(deadline()),
    onSuccess: onDone,
    onSettled,
  });
  const activation = useMutation({
    mutationFn: () => turnOnSecondFactor(code.trim(), deadline()),
    onSuccess: () => recovery.mutate(),
    onSettled,
  });
  if (enrolment.error) return <ErrorNote error={enrolment.error} onRetry={() => void enrolment.refetch()} />;
  if (enrolment.data === undefined) return <LoadingLines label={text.loading} />;
  if (activation.isSuccess) return <CodesToCome recovery={recovery} />;
  const { secret, address } = enrolment.data;
  // The check is a form of its own, which must not stand inside this one: its sending would be this one's too.
  return (
    <>
      <Form
        submit={text.turnOn}
        attempt={activation}
        error={isUnconfirmed(activation.error) ? null : besideFields(activation.error, "code")}
      >
        <div className={classes["enrol"]}>
          <p>{text.scan}</p>
          <QrCode value={address} />
          <p>
            {text.key}: <code className={classes["key"]}>{secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</code>
          </p>
        </div>
        <TextInput
          label={text.code}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          data-autofocus
          value={code}
          error={problemOf(activation.error)?.about("code")}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      </Form>
      <PasswordCheck attempt={activation} />
    </>
  );
}
