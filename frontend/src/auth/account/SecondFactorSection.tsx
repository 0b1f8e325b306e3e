import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import classes from "./AccountScreen.module.css";
import { secondFactorQuery } from "./api";
import { EnrolDialog } from "./EnrolDialog";
import { NewCodes } from "./NewCodes";
import { TurnOff } from "./TurnOff";
import { text } from "./text";

/** Whether a second factor is asked for, and the way to change that. */
export function SecondFactorSection() {
  const { data, error, refetch } = useQuery(secondFactorQuery);
  const [isEnrolling, setIsEnrolling] = useState(false);
  // A failed second look takes nothing away: the dialog below may be showing recovery codes.
  if (error && data === undefined) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <LoadingLines label={text.loading} count={1} />;
  return (
    <div className={classes["standing"]}>
      <p className={classes["state"]}>
        <strong>{data.isOn ? text.on : text.off}</strong>
        {data.isOn && ` · ${text.left(data.unusedCodes)}`}
      </p>
      {data.isOn ? (
        <>
          <NewCodes />
          <TurnOff />
        </>
      ) : (
        <Button onClick={() => setIsEnrolling(true)}>{text.setUp}</Button>
      )}
      {/* It outlives being turned on, for it then shows the recovery codes. */}
      <EnrolDialog isOpen={isEnrolling} onClose={() => setIsEnrolling(false)} />
    </div>
  );
}
