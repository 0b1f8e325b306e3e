import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { deleteGroup, groupsQuery } from "../../api/admin";
import type { Group } from "../../api/types";
import { Confirm } from "../../ui/Confirm";
import { Dialog } from "../../ui/Dialog";
import { Row } from "../Row";
import { RenameGroup } from "./RenameGroup";
import { text } from "./text";

/** One group. */
export function GroupRow({ group }: { group: Group }) {
  const [isAsking, asking] = useDisclosure(false);
  const [isNaming, naming] = useDisclosure(false);
  const queryClient = useQueryClient();
  const removal = useMutation({
    mutationFn: () => deleteGroup(group.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: groupsQuery.queryKey }),
  });
  return (
    <Row name={group.name} detail={text.memberCount(group.members)}>
      <Button size="sm" variant="default" onClick={naming.open}>
        {text.renameGroup}
      </Button>
      <Button size="sm" variant="default" onClick={asking.open}>
        {text.deleteGroup}
      </Button>
      <Dialog isOpen={isNaming} title={text.renameGroupTitle(group.name)} onClose={naming.close}>
        <RenameGroup group={group} onClose={naming.close} />
      </Dialog>
      <Confirm
        isOpen={isAsking}
        title={text.deleteGroupTitle(group.name)}
        confirm={text.deleteGroup}
        attempt={removal}
        onClose={asking.close}
      >
        {text.deleteGroupBody}
      </Confirm>
    </Row>
  );
}
