import { Button, Group } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deleteTestSet, type TestSet, testSetsKey } from "../../api/bench";
import { Confirm } from "../../ui/Confirm";
import { formatDay } from "../../ui/time";
import { Section } from "../Section";
import { CaseList } from "./CaseList";
import { text } from "./text";

interface Props {
  set: TestSet;
  /** Whether its cases are shown at first. */
  isShown: boolean;
}

/** One test set: its name, how much it holds, its cases where they are asked for, and the way to be rid of it. */
export function TestSetSection({ set, isShown }: Props) {
  const [isOpen, opening] = useDisclosure(isShown);
  const [isRemoving, removing] = useDisclosure(false);
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteTestSet(set.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: testSetsKey, exact: true }),
  });
  return (
    <Section
      title={set.name}
      lead={text.about(set.cases, formatDay(set.created_at))}
      action={
        <Group gap="xs">
          <Button
            size="sm"
            variant="default"
            aria-expanded={isOpen}
            aria-label={isOpen ? text.hideOf(set.name) : text.showOf(set.name)}
            onClick={opening.toggle}
          >
            {isOpen ? text.hide : text.show}
          </Button>
          <Button size="sm" variant="default" aria-label={text.removeSetOf(set.name)} onClick={removing.open}>
            {text.remove}
          </Button>
        </Group>
      }
    >
      {isOpen && <CaseList set={set} />}
      <Confirm
        isOpen={isRemoving}
        title={text.removeSetTitle}
        confirm={text.remove}
        attempt={remove}
        onClose={removing.close}
      >
        {text.removeSet(set.cases)}
      </Confirm>
    </Section>
  );
}
