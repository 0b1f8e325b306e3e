import { Popover } from "@mantine/core";
import { useSession } from "../app/useSession";
import classes from "./ModelBadge.module.css";
import { text } from "./text";

/** Says when the model in use only quotes. */
export function ModelBadge() {
  const { model } = useSession();
  if (model.mode !== "quote") return null;
  return (
    <Popover position="top" width={300} shadow="md">
      <Popover.Target>
        <button type="button" className={classes["badge"]}>
          {text.demo}
          <span className={classes["more"]}>{text.demoMore}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={classes["detail"]}>{text.demoDetail}</p>
        <p className={classes["model"]}>{model.id}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
