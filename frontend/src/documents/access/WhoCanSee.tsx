import { useQuery } from "@tanstack/react-query";
import { accessQuery } from "../../api/access";
import { mayAdminister } from "../../api/session";
import type { RaglanDocument } from "../../api/types";
import { useSession } from "../../app/useSession";
import { ErrorNote } from "../../ui/ErrorNote";
import { LoadingLines } from "../../ui/LoadingLines";
import { AskAboutPerson } from "./AskAboutPerson";
import { ReaderLine } from "./ReaderLine";
import { text } from "./text";
import classes from "./WhoCanSee.module.css";

/** Who can see a document and why, in plain words. */
export function WhoCanSee({ document }: { document: RaglanDocument }) {
  const { role } = useSession();
  const { data: access, error, isPending, refetch } = useQuery(accessQuery(document.id));
  return (
    <section aria-labelledby="access-title" className={classes["root"]}>
      <h2 id="access-title" className={classes["title"]}>
        {text.title}
      </h2>
      {isPending && <LoadingLines label={text.loading} count={2} />}
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {access && (
        <>
          <p className={classes["you"]}>{text.you(access.because)}</p>
          {access.withdrawn && <p className={classes["note"]}>{text.withdrawn[access.withdrawn]}</p>}
          <ul className={classes["readers"]}>
            {access.readers.map((reader) => (
              <ReaderLine key={`${reader.kind} ${reader.name} ${reader.slug}`} reader={reader} />
            ))}
          </ul>
          <p className={classes["faint"]}>
            {access.inherited_from ? text.inherited(access.inherited_from.name) : text.own}{" "}
            {text.administrators(access.administrators.count)}
          </p>
          {mayAdminister(role) && <AskAboutPerson documentId={document.id} />}
        </>
      )}
    </section>
  );
}
