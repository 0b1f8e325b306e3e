import { useQuery } from "@tanstack/react-query";
import { type Access as AccessShown, accessQuery, type Subject } from "../../api/access";
import { mayAdminister } from "../../api/session";
import { useSession } from "../../app/useSession";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { AskAboutPerson } from "./AskAboutPerson";
import { ReaderLine } from "./ReaderLine";
import { text } from "./text";
import classes from "./WhoCanSee.module.css";

/** Who can see a document or a collection and why, in plain words. */
export function WhoCanSee({ subject }: { subject: Subject }) {
  const { data: access, error, isPending, refetch } = useQuery(accessQuery(subject));
  return (
    <div className={classes["root"]}>
      {isPending && <LoadingLines label={text.loading} count={2} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {access && <Access subject={subject} access={access} />}
    </div>
  );
}

function Access({ subject, access }: { subject: Subject; access: AccessShown }) {
  const { role } = useSession();
  const own = "document" in subject ? text.own : text.ofCollection;
  return (
    <>
      <p className={classes["you"]}>{text.you(access.because)}</p>
      {access.withdrawn && <p className={classes["note"]}>{text.withdrawn[access.withdrawn]}</p>}
      <ul className={classes["readers"]}>
        {access.readers.map((reader) => (
          <ReaderLine key={`${reader.kind} ${reader.name} ${reader.slug}`} reader={reader} />
        ))}
      </ul>
      <p className={classes["faint"]}>
        {access.inherited_from ? text.inherited(access.inherited_from.name) : own}{" "}
        {text.administrators(access.administrators.count)}
      </p>
      {mayAdminister(role) && <AskAboutPerson subject={subject} />}
    </>
  );
}
