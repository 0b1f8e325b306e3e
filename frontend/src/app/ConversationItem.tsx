import { ActionIcon } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { conversationsKey, deleteConversation } from "../api/conversations";
import type { ConversationSummary } from "../api/types";
import { Confirm } from "../ui/Confirm";
import classes from "./ConversationItem.module.css";
import { text } from "./text";

/** One earlier conversation, and the way to delete it. */
export function ConversationItem({ conversation }: { conversation: ConversationSummary }) {
  const [isAsking, asking] = useDisclosure(false);
  const { conversationId } = useParams({ strict: false });
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const removal = useMutation({
    mutationFn: () => deleteConversation(conversation.id),
    onSuccess: async () => {
      asking.close();
      await queryClient.invalidateQueries({ queryKey: conversationsKey });
      if (conversationId === conversation.id) await navigate({ to: "/" });
    },
  });
  return (
    <li className={classes["root"]}>
      <Link
        to="/chat/$conversationId"
        params={{ conversationId: conversation.id }}
        className={classes["link"] ?? ""}
        title={conversation.title}
      >
        {conversation.title}
      </Link>
      <ActionIcon
        className={classes["remove"] ?? ""}
        variant="transparent"
        color="gray"
        size="sm"
        aria-label={text.deleteConversation(conversation.title)}
        onClick={asking.open}
      >
        <Trash2 size={15} />
      </ActionIcon>
      <Confirm
        isOpen={isAsking}
        title={text.deleteTitle}
        confirm="Delete"
        attempt={removal}
        onClose={asking.close}
      >
        {text.deleteBody}
      </Confirm>
    </li>
  );
}
