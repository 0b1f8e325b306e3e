import { Button } from "@mantine/core";
import { text } from "./text";
import classes from "./Workbench.module.css";

export type Step = "check" | "compare" | "apply";

interface Props {
  mayApply: boolean;
  /** Show what somebody else changed meanwhile, where they did: that is to be settled first. */
  onSeeConflict?: () => void;
  going: Step | null;
  onChoose: (step: Step) => void;
}

/** What may be done with the file. */
export function Steps({ mayApply, going, onChoose, onSeeConflict }: Props) {
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
          <Button {...button("apply")} disabled={going !== null || onSeeConflict !== undefined}>
            {text.apply}
          </Button>
        )}
      </div>
      {mayApply && onSeeConflict ? (
        <p className={classes["hint"]}>
          {text.settleFirst}{" "}
          <button type="button" className={classes["see"]} onClick={onSeeConflict}>
            {text.seeConflict}
          </button>
        </p>
      ) : (
        <p className={classes["hint"]}>{mayApply ? text.hint : text.onlyAdmins}</p>
      )}
    </>
  );
}
