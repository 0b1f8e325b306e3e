import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { JobList } from "../admin/indexes/JobList";
import { Listed } from "../admin/Listed";
import { mayChangeDocuments } from "../api/session";
import { queuesQuery } from "../api/work";
import { Missing } from "../app/Missing";
import { useSession } from "../app/useSession";
import back from "../documents/BackLink.module.css";
import { Problems } from "../documents/Problems";
import { PageHead } from "../ui/PageHead";
import { QueueRow } from "./QueueRow";
import { text } from "./text";
import classes from "./WorkScreen.module.css";

/** What waits and runs for the company, why, and what failed. */
export function WorkScreen() {
  const { role } = useSession();
  if (!mayChangeDocuments(role)) return <Missing />;
  return <Work />;
}

function Work() {
  const queues = useQuery(queuesQuery);
  return (
    <div className={classes["root"]}>
      <Link to="/documents" className={back["root"] ?? ""}>
        <ArrowLeft size={15} aria-hidden="true" /> {text.back}
      </Link>
      <PageHead title={text.title} lead={text.lead} />
      <Problems collection={undefined} />
      <Listed query={queues} text={text}>
        {(queue) => <QueueRow key={queue.queue} queue={queue} />}
      </Listed>
      <JobList />
    </div>
  );
}
