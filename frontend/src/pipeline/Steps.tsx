import { Button } from "@mantine/core";
import { text } from "./text";
import classes from "./Workbench.module.css";

export type Step = "check" | "compare" | "apply";

interface Props {
  mayApply: boolean;
  /** Whether somebody else changed the pipeline meanwhile. */
  isOutdated: boolean;
  going: Step | null;
  onChoose: (step: Step) => void;
}

/** What may be done with the file. */
export function Steps({ mayApply, isOutdated, going, onChoose }: Props) {
  const button = (name: Step) => ({
    onClick: () => onChoose(name),
    loading: going === name,
    disabled: going !== null,
  });
  return (
    <>
      <div className={classes["steps"]}>
        <Button variant="default" {...button("check")}>
          {text.check}
        </Button>
        <Button variant="default" {...button("compare")}>
          {text.compare}
        </Button>
        {mayApply && (
          <Button {...button("apply")} disabled={going !== null || isOutdated}>
            {text.apply}
          </Button>
        )}
      </div>
      <p className={classes["hint"]}>{mayApply ? text.hint : text.onlyAdmins}</p>
    </>
  );
}
