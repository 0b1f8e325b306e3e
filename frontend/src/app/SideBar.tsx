import { ActionIcon, Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Files, Settings2, SquarePen, X } from "lucide-react";
import { mayAdminister, mayReviewFeedback } from "../api/session";
import { Wordmark } from "../ui/Wordmark";
import { AccountMenu } from "./AccountMenu";
import { ConversationList } from "./ConversationList";
import classes from "./SideBar.module.css";
import { text } from "./text";
import { useSession } from "./useSession";

interface Props {
  onHelp: () => void;
  onClose?: () => void;
}

/** The way around: new question, earlier ones, documents, administration, account. */
export function SideBar({ onHelp, onClose }: Props) {
  const session = useSession();
  return (
    <div className={classes["root"]}>
      <div className={classes["head"]}>
        <div>
          <Wordmark />
          <p className={classes["tenant"]}>{session.tenant.name}</p>
        </div>
        {onClose && (
          <ActionIcon variant="subtle" color="gray" aria-label={text.closeMenu} onClick={onClose}>
            <X size={18} />
          </ActionIcon>
        )}
      </div>
      <Button
        leftSection={<SquarePen size={16} />}
        justify="flex-start"
        renderRoot={(props) => <Link to="/" {...props} />}
      >
        {text.newChat}
      </Button>
      <ConversationList />
      <nav className={classes["nav"]} aria-label={text.places}>
        <Link to="/documents" className={classes["link"] ?? ""}>
          <Files size={17} aria-hidden="true" /> {text.documents}
        </Link>
        {(mayAdminister(session.role) || mayReviewFeedback(session.role)) && (
          <Link to="/admin" className={classes["link"] ?? ""}>
            <Settings2 size={17} aria-hidden="true" /> {text.admin}
          </Link>
        )}
      </nav>
      <AccountMenu onHelp={onHelp} />
    </div>
  );
}
