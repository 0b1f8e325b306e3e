import { Switch } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Canary, type Health, healthKey, switchCanaries } from "../../api/health";
import { ErrorNote } from "../../ui/ErrorNote";
import { formatAgo } from "../../ui/time";
import { Row } from "../Row";
import { Rows } from "../Rows";
import { Section } from "../Section";
import classes from "./Health.module.css";
import { Mark } from "./Mark";
import { text } from "./text";

const tones = { kept: "good", waiting: "open", lost: "bad", leaked: "bad" } as const;

function lead({ enabled, checked_at, is_late }: Health["canaries"]): string {
  if (!enabled) return text.off;
  const last = checked_at === null ? text.never : text.checked(formatAgo(checked_at));
  return is_late ? text.late(last) : last;
}

/** How the planted document of each group stands, and the switch for all of them. */
export function Canaries({ canaries }: { canaries: Health["canaries"] }) {
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: switchCanaries,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: healthKey }),
  });
  return (
    <Section
      title={text.walls}
      lead={text.wallsLead}
      action={
        <Switch
          label={text.canaries}
          checked={canaries.enabled}
          disabled={change.isPending}
          onChange={(event) => change.mutate(event.currentTarget.checked)}
        />
      }
    >
      {change.error && <ErrorNote error={change.error} />}
      <p className={canaries.is_late ? classes["late"] : undefined}>{lead(canaries)}</p>
      {canaries.enabled && canaries.groups.length > 0 && (
        <Rows>
          {canaries.groups.map((canary) => (
            <CanaryRow key={canary.group ?? ""} canary={canary} />
          ))}
        </Rows>
      )}
    </Section>
  );
}

function CanaryRow({ canary: { name, group, state, where } }: { canary: Canary }) {
  const told = [group === null ? text.nobodyDetail : "", where.length > 0 ? text.by(where) : ""];
  const detail = told.filter((part) => part !== "").join(" ");
  return (
    <Row name={group === null ? text.nobody : name} {...(detail === "" ? {} : { detail })}>
      <Mark tone={tones[state]}>{text.states[state]}</Mark>
    </Row>
  );
}
